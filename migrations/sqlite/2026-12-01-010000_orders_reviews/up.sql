-- Orders held back until somebody has looked at them: `held`, then `accepted`, `refused` or `cancelled`.
CREATE TABLE orders_reviews (
    order_id BLOB NOT NULL PRIMARY KEY,
    why TEXT NOT NULL,
    state TEXT NOT NULL,
    held_at BIGINT NOT NULL,
    decided_at BIGINT NOT NULL,
    decided_by TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX orders_reviews_open ON orders_reviews (state, held_at);
