-- What options and properties are called in another language, whichever product it was said of.
CREATE INDEX catalog_texts_by_field ON catalog_texts (locale, field, entity);
