CREATE TABLE shipping_methods (
    id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    countries TEXT NOT NULL,
    currency TEXT NOT NULL,
    price BIGINT NOT NULL CHECK (price >= 0),
    free_over BIGINT CHECK (free_over >= 0),
    tax_class TEXT NOT NULL,
    min_days BIGINT NOT NULL,
    max_days BIGINT NOT NULL,
    position BIGINT NOT NULL,
    active BOOLEAN NOT NULL
);
