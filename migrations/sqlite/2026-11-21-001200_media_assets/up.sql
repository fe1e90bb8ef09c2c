-- Pictures. The files lie beside the database, a folder an asset; `sizes` lists the widths that exist, as JSON.
CREATE TABLE media_assets (
    id BLOB NOT NULL PRIMARY KEY,
    source_type TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    sizes TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
