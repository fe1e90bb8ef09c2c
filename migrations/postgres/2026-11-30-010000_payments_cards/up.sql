-- Whom a provider knows an account as, so that it can keep cards for it.
CREATE TABLE payments_holders (
    account BYTEA NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account, provider)
);
-- Cards that people keep: what the provider calls them, and what tells them apart. No number, no check digits.
CREATE TABLE payments_cards (
    id BYTEA NOT NULL PRIMARY KEY,
    account BYTEA NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    reference TEXT COLLATE "C" NOT NULL,
    brand TEXT COLLATE "C" NOT NULL,
    last4 TEXT COLLATE "C" NOT NULL,
    exp_month BIGINT NOT NULL,
    exp_year BIGINT NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    preferred BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (provider, reference)
);
CREATE INDEX payments_cards_account ON payments_cards (account);
-- Who pays, beside the amount: whose account it is, whether the card is to be kept, which kept one it is.
CREATE TABLE payments_payers (
    payment BYTEA NOT NULL PRIMARY KEY,
    account BYTEA,
    keep BOOLEAN NOT NULL,
    card BYTEA
);
CREATE INDEX payments_payers_account ON payments_payers (account) WHERE account IS NOT NULL;
