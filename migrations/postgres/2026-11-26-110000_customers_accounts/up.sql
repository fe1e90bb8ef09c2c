-- Somebody who signs in. Until verified_at is set nobody has proved that the address is theirs, and nobody can come in.
CREATE TABLE customers_accounts (
    id BYTEA NOT NULL PRIMARY KEY,
    login TEXT COLLATE "C" NOT NULL UNIQUE,
    email TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    password_hash TEXT COLLATE "C" NOT NULL,
    verified_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX customers_accounts_unverified ON customers_accounts (created_at) WHERE verified_at IS NULL;
CREATE TABLE customers_addresses (
    id BYTEA NOT NULL PRIMARY KEY,
    account BYTEA NOT NULL REFERENCES customers_accounts (id),
    name TEXT COLLATE "C" NOT NULL,
    company TEXT COLLATE "C" NOT NULL,
    line1 TEXT COLLATE "C" NOT NULL,
    line2 TEXT COLLATE "C" NOT NULL,
    postal_code TEXT COLLATE "C" NOT NULL,
    city TEXT COLLATE "C" NOT NULL,
    country TEXT COLLATE "C" NOT NULL,
    phone TEXT COLLATE "C" NOT NULL,
    preferred BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX customers_addresses_account ON customers_addresses (account, created_at);
-- What an account's mail is about. A link in a mail is this row's id, signed; the row says what it is good for, and
-- used_at that it was used.
CREATE TABLE customers_letters (
    id BYTEA NOT NULL PRIMARY KEY,
    account BYTEA,
    purpose TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX customers_letters_account ON customers_letters (account, created_at);
CREATE INDEX customers_letters_expires ON customers_letters (expires_at);
CREATE TABLE customers_wishes (
    account BYTEA NOT NULL REFERENCES customers_accounts (id),
    variant BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account, variant)
);
-- Who wants to hear when a variant is back. A guest's counts from the moment it is confirmed.
CREATE TABLE customers_notices (
    id BYTEA NOT NULL PRIMARY KEY,
    variant BYTEA NOT NULL,
    account BYTEA,
    login TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    told_at BIGINT
);
CREATE UNIQUE INDEX customers_notices_live ON customers_notices (variant, login) WHERE told_at IS NULL;
CREATE INDEX customers_notices_waiting ON customers_notices (variant, created_at) WHERE told_at IS NULL AND confirmed_at IS NOT NULL;
CREATE INDEX customers_notices_login ON customers_notices (login);
