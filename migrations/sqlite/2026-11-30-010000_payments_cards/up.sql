-- Whom a provider knows an account as, so that it can keep cards for it.
CREATE TABLE payments_holders (
    account BLOB NOT NULL,
    provider TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account, provider)
) WITHOUT ROWID;
-- Cards that people keep: what the provider calls them, and what tells them apart. No number, no check digits.
CREATE TABLE payments_cards (
    id BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL,
    provider TEXT NOT NULL,
    reference TEXT NOT NULL,
    brand TEXT NOT NULL,
    last4 TEXT NOT NULL,
    exp_month BIGINT NOT NULL,
    exp_year BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    preferred BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (provider, reference)
) WITHOUT ROWID;
CREATE INDEX payments_cards_account ON payments_cards (account);
-- Who pays, beside the amount: whose account it is, whether the card is to be kept, which kept one it is.
CREATE TABLE payments_payers (
    payment BLOB NOT NULL PRIMARY KEY,
    account BLOB,
    keep BOOLEAN NOT NULL,
    card BLOB
) WITHOUT ROWID;
CREATE INDEX payments_payers_account ON payments_payers (account) WHERE account IS NOT NULL;
