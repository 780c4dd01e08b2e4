-- What people ask to enter the perimeter of the support contract; one row a case, without anything that names a person.
-- +goose Up
CREATE TABLE desk_gap (
    number   TEXT NOT NULL PRIMARY KEY REFERENCES desk_case (number),
    software TEXT NOT NULL,
    version  TEXT NOT NULL
);

-- +goose Down
DROP TABLE desk_gap;
