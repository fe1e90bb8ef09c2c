-- Pages of words: imprint, terms, and what else the shop writes, a row a language.
CREATE TABLE content_pages (
    slug TEXT NOT NULL,
    locale TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    published BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (slug, locale)
);
