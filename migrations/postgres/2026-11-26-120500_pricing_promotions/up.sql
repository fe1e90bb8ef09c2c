-- A promotion: conditions (JSON list), one benefit (JSON), a lane. Those of one lane work on the same base, lanes work
-- one after another. Amounts are minor units of `currency`. valid_until 0 means for good.
CREATE TABLE pricing_promotions (
    id BYTEA NOT NULL PRIMARY KEY,
    title TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('active', 'paused')),
    lane BIGINT NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    conditions TEXT COLLATE "C" NOT NULL,
    benefit TEXT COLLATE "C" NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
-- A code that lets a promotion in. `taken` counts uses that are held or made, and never exceeds the limit.
CREATE TABLE pricing_coupons (
    id BYTEA NOT NULL PRIMARY KEY,
    promotion BYTEA NOT NULL REFERENCES pricing_promotions (id),
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    uses_limit BIGINT CHECK (uses_limit >= 1),
    per_buyer BIGINT CHECK (per_buyer >= 1),
    taken BIGINT NOT NULL CHECK (taken >= 0),
    created_at BIGINT NOT NULL,
    CHECK (uses_limit IS NULL OR taken <= uses_limit)
);
CREATE INDEX pricing_coupons_promotion ON pricing_coupons (promotion);
-- `holder` is whatever a use is kept for: a basket while it is held, then its order. `buyer` is a hash of the mail
-- address: it is compared, never read.
CREATE TABLE pricing_coupon_uses (
    coupon BYTEA NOT NULL REFERENCES pricing_coupons (id),
    holder BYTEA NOT NULL,
    buyer BYTEA NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('held', 'used', 'released')),
    amount BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (coupon, holder)
);
CREATE INDEX pricing_coupon_uses_buyer ON pricing_coupon_uses (coupon, buyer);
CREATE INDEX pricing_coupon_uses_holder ON pricing_coupon_uses (holder);
