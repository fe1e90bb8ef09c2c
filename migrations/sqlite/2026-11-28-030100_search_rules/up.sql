CREATE TABLE search_rules (
    id BLOB PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('synonyms', 'pin', 'product', 'brand')),
    doc TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    removed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE TABLE search_missed (
    words TEXT PRIMARY KEY NOT NULL,
    typed TEXT NOT NULL,
    times BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX search_missed_times ON search_missed (times, words);
CREATE INDEX search_missed_last ON search_missed (last_at);
