-- What a way to deliver is called in other languages than the shop's own: names by language.
ALTER TABLE shipping_methods ADD COLUMN names TEXT COLLATE "C" NOT NULL DEFAULT '{}';
