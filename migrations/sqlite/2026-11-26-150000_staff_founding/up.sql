-- The one row that whoever sets the shop up writes: the first owner is made once.
CREATE TABLE staff_founding (
    number BIGINT NOT NULL PRIMARY KEY CHECK (number = 1),
    at BIGINT NOT NULL
);
