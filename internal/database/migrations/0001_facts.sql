-- What sources say, one row a thing a source speaks of; see package facts.
-- +goose Up
CREATE TABLE statement (
    source      TEXT NOT NULL,
    kind        TEXT NOT NULL,
    key         TEXT NOT NULL,
    checked     TEXT NOT NULL,
    body        TEXT NOT NULL,
    digest      TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (source, kind, key)
);

CREATE INDEX statement_kind ON statement (kind, source, key);

CREATE TABLE statement_history (
    source      TEXT NOT NULL,
    kind        TEXT NOT NULL,
    key         TEXT NOT NULL,
    checked     TEXT NOT NULL,
    body        TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    PRIMARY KEY (source, kind, key, replaced_at)
);

CREATE TABLE import_run (
    source      TEXT NOT NULL,
    ended_at    TEXT NOT NULL,
    digest      TEXT NOT NULL,
    read_count  INTEGER NOT NULL,
    new_count   INTEGER NOT NULL,
    changed     INTEGER NOT NULL,
    unchanged   INTEGER NOT NULL,
    withdrawn   INTEGER NOT NULL,
    refused     INTEGER NOT NULL,
    PRIMARY KEY (source, ended_at)
);

CREATE TABLE revision (
    name  TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

INSERT INTO revision (name, value) VALUES ('facts', 0);

-- +goose Down
DROP TABLE revision;
DROP TABLE import_run;
DROP TABLE statement_history;
DROP INDEX statement_kind;
DROP TABLE statement;
