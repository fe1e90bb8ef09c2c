CREATE TABLE customers_groups (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);
CREATE TABLE customers_members (
    group_id BLOB NOT NULL REFERENCES customers_groups (id),
    customer BLOB NOT NULL REFERENCES customers_customers (id),
    PRIMARY KEY (group_id, customer)
) WITHOUT ROWID;
CREATE INDEX customers_members_customer ON customers_members (customer);
CREATE TABLE customers_tags (
    tag TEXT NOT NULL,
    customer BLOB NOT NULL REFERENCES customers_customers (id),
    PRIMARY KEY (tag, customer)
) WITHOUT ROWID;
CREATE INDEX customers_tags_customer ON customers_tags (customer, tag);
-- What staff should know of a person. Never shown in the shop.
CREATE TABLE customers_notes (
    id BLOB NOT NULL PRIMARY KEY,
    customer BLOB NOT NULL REFERENCES customers_customers (id),
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX customers_notes_customer ON customers_notes (customer, at);
CREATE INDEX customers_customers_latest ON customers_customers (last_order_at, id);
CREATE INDEX customers_customers_name ON customers_customers (name);
