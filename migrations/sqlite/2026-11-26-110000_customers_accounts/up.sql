-- Somebody who signs in. Until verified_at is set nobody has proved that the address is theirs, and nobody can come in.
CREATE TABLE customers_accounts (
    id BLOB NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    verified_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX customers_accounts_unverified ON customers_accounts (created_at) WHERE verified_at IS NULL;
CREATE TABLE customers_addresses (
    id BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL REFERENCES customers_accounts (id),
    name TEXT NOT NULL,
    company TEXT NOT NULL,
    line1 TEXT NOT NULL,
    line2 TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    phone TEXT NOT NULL,
    preferred BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX customers_addresses_account ON customers_addresses (account, created_at);
-- What an account's mail is about. A link in a mail is this row's id, signed; the row says what it is good for, and
-- used_at that it was used.
CREATE TABLE customers_letters (
    id BLOB NOT NULL PRIMARY KEY,
    account BLOB,
    purpose TEXT NOT NULL,
    email TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX customers_letters_account ON customers_letters (account, created_at);
CREATE INDEX customers_letters_expires ON customers_letters (expires_at);
CREATE TABLE customers_wishes (
    account BLOB NOT NULL REFERENCES customers_accounts (id),
    variant BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account, variant)
) WITHOUT ROWID;
-- Who wants to hear when a variant is back. A guest's counts from the moment it is confirmed.
CREATE TABLE customers_notices (
    id BLOB NOT NULL PRIMARY KEY,
    variant BLOB NOT NULL,
    account BLOB,
    login TEXT NOT NULL,
    email TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    told_at BIGINT
);
CREATE UNIQUE INDEX customers_notices_live ON customers_notices (variant, login) WHERE told_at IS NULL;
CREATE INDEX customers_notices_waiting ON customers_notices (variant, created_at) WHERE told_at IS NULL AND confirmed_at IS NOT NULL;
CREATE INDEX customers_notices_login ON customers_notices (login);
