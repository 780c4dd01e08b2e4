-- The sources that a running desk reads again by itself: when, and how that went; see package facts.
-- +goose Up
CREATE TABLE source_watch (
    name          TEXT NOT NULL PRIMARY KEY,
    format        TEXT NOT NULL,
    address       TEXT NOT NULL,
    source        TEXT NOT NULL,
    etag          TEXT NOT NULL,
    modified      TEXT NOT NULL,
    tried_at      TEXT NOT NULL,
    succeeded_at  TEXT NOT NULL,
    failing_since TEXT NOT NULL,
    error         TEXT NOT NULL,
    failures      BIGINT NOT NULL,
    due_at        TEXT NOT NULL,
    claimed_until TEXT NOT NULL
);

-- +goose Down
DROP TABLE source_watch;
