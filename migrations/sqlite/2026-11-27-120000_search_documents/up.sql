-- What full text is found in, as the index beside the tables takes it: the index is made anew from here at any time.
CREATE TABLE search_documents (
    product BLOB NOT NULL PRIMARY KEY,
    -- Goes up with every change of the product's lists and texts.
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
