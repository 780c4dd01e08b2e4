-- The request desk: cases, what happened to them, and the questions that people ask; see package desk.
-- +goose Up
CREATE TABLE desk_case (
    number       TEXT NOT NULL PRIMARY KEY,
    token_hash   TEXT NOT NULL UNIQUE,
    secret_hash  TEXT NOT NULL,
    topic        TEXT NOT NULL,
    subject      TEXT NOT NULL,
    message      TEXT NOT NULL,
    email        TEXT NOT NULL,
    organisation TEXT NOT NULL,
    lang         TEXT NOT NULL,
    status       TEXT NOT NULL,
    opened_at    TEXT NOT NULL,
    updated_at   TEXT NOT NULL,
    last_event   BIGINT NOT NULL
);

CREATE INDEX desk_case_status ON desk_case (status, number);

CREATE TABLE desk_event (
    number      TEXT NOT NULL REFERENCES desk_case (number),
    seq         BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    happened_at TEXT NOT NULL,
    status      TEXT NOT NULL,
    body        TEXT NOT NULL,
    answers     TEXT NOT NULL,
    PRIMARY KEY (number, seq)
);

CREATE TABLE desk_counter (
    year  INTEGER NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE desk_key (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE demand (
    text     TEXT NOT NULL,
    lang     TEXT NOT NULL,
    intent   TEXT NOT NULL,
    found    INTEGER NOT NULL,
    count    BIGINT NOT NULL,
    first_at TEXT NOT NULL,
    last_at  TEXT NOT NULL,
    PRIMARY KEY (text, lang, intent, found)
);

CREATE INDEX demand_last ON demand (last_at);

-- +goose Down
DROP INDEX demand_last;
DROP TABLE demand;
DROP TABLE desk_key;
DROP TABLE desk_counter;
DROP TABLE desk_event;
DROP INDEX desk_case_status;
DROP TABLE desk_case;
