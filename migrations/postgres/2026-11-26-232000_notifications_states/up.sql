-- What was not sent is looked for among very many that were.
CREATE INDEX notifications_messages_state ON notifications_messages (state, created_at);
