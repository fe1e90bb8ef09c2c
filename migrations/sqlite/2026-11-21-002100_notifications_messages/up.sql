-- Everything that was sent, or tried. One row a kind and reference.
CREATE TABLE notifications_messages (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    error TEXT NOT NULL,
    correlation TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    UNIQUE (kind, reference)
);
CREATE INDEX notifications_messages_newest ON notifications_messages (created_at, id);
