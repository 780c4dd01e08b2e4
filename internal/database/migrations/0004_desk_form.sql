-- What a case holds beside its message, for the feature that works on it; see package desk.
-- +goose Up
CREATE TABLE desk_form (
    number TEXT NOT NULL PRIMARY KEY REFERENCES desk_case (number),
    kind   TEXT NOT NULL,
    body   TEXT NOT NULL,
    state  TEXT NOT NULL
);

-- +goose Down
DROP TABLE desk_form;
