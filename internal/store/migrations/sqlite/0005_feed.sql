-- +goose Up

-- Which hubs have to be told that a feed changed, and which of its bytes each was told about last.
CREATE TABLE hub_notices (
  hub          TEXT NOT NULL,
  feed         TEXT NOT NULL,
  hash         TEXT NOT NULL,
  changed_at   DATETIME NOT NULL,
  noted_at     DATETIME NOT NULL,
  told_hash    TEXT NOT NULL DEFAULT '',
  told_at      DATETIME,
  tried_at     DATETIME,
  due_at       DATETIME NOT NULL,
  attempts     INTEGER NOT NULL DEFAULT 0,
  last_error   TEXT NOT NULL DEFAULT '',
  gave_up      BOOLEAN NOT NULL DEFAULT FALSE,
  lease        TEXT NOT NULL DEFAULT '',
  leased_until DATETIME,
  PRIMARY KEY (hub, feed)
);

-- What each element of a published item was, as digests; whether the feed lists it; which enclosure came before the present one.
ALTER TABLE published_items ADD COLUMN elements TEXT NOT NULL DEFAULT '';
ALTER TABLE published_items ADD COLUMN listed BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE published_items ADD COLUMN previous_url TEXT NOT NULL DEFAULT '';
ALTER TABLE published_items ADD COLUMN previous_length INTEGER NOT NULL DEFAULT 0;
ALTER TABLE published_items ADD COLUMN enclosure_changed DATETIME NOT NULL DEFAULT '0001-01-01 00:00:00+00:00';
