-- Several rates may be in force for one class in one country: `compound` ones are on the net and the rates before them.
-- rate is in basis points; valid_from and valid_until are microseconds, valid_until 0 means for good.
-- pricing_tax_rates stays for the release before, which knew one rate a class and country.
CREATE TABLE pricing_taxes (
    id BYTEA NOT NULL PRIMARY KEY,
    tax_class TEXT COLLATE "C" NOT NULL,
    country TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    rate BIGINT NOT NULL CHECK (rate >= 0),
    compound BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL
);
CREATE INDEX pricing_taxes_country ON pricing_taxes (country, tax_class);
INSERT INTO pricing_taxes (id, tax_class, country, name, rate, compound, position, valid_from, valid_until)
SELECT uuid_send(gen_random_uuid()), tax_class, country, name, rate, FALSE, 0, valid_from, valid_until FROM pricing_tax_rates;
-- No discount takes one unit below this; minor units.
ALTER TABLE pricing_prices ADD COLUMN floor BIGINT CHECK (floor >= 0);
