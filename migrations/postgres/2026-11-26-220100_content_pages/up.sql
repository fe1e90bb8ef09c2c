-- Pages of words: imprint, terms, and what else the shop writes, a row a language.
CREATE TABLE content_pages (
    slug TEXT COLLATE "C" NOT NULL,
    locale TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    published BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (slug, locale)
);
