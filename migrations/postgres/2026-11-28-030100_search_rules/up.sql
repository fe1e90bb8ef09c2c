CREATE TABLE search_rules (
    id BYTEA PRIMARY KEY NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('synonyms', 'pin', 'product', 'brand')),
    doc TEXT COLLATE "C" NOT NULL,
    made_at BIGINT NOT NULL,
    removed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE TABLE search_missed (
    words TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    typed TEXT COLLATE "C" NOT NULL,
    times BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX search_missed_times ON search_missed (times, words);
CREATE INDEX search_missed_last ON search_missed (last_at);
