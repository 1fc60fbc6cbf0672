-- +goose Up

-- What was answered: the audio of an episode by the hash of its content, with what the counter must know of it, or a feed.
CREATE TABLE download_targets (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  kind         TEXT NOT NULL CHECK (kind IN ('media', 'feed')),
  item         TEXT NOT NULL,
  hash         TEXT NOT NULL,
  bytes        INTEGER NOT NULL,
  header_bytes INTEGER NOT NULL,
  duration_ms  INTEGER NOT NULL,
  UNIQUE (kind, item, hash)
);

-- Names that programs sent, and the last day on which one was seen. They go with the events.
CREATE TABLE download_agents (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  agent    TEXT NOT NULL UNIQUE,
  seen_day INTEGER NOT NULL
);

-- Raw events of a day (days since 1970, UTC) in the order in which they were recorded, many in one row.
CREATE TABLE download_batches (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  day    INTEGER NOT NULL,
  events INTEGER NOT NULL,
  body   BLOB NOT NULL
);
CREATE INDEX download_batches_day ON download_batches (day, id);

-- The keys of listeners' hashes, destroyed 48 hours after their day began.
CREATE TABLE download_salts (
  day  INTEGER PRIMARY KEY,
  salt BLOB NOT NULL
);

-- What was counted on days whose raw events are gone: downloads of media, readers of feeds.
CREATE TABLE download_sums (
  day     INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  item    TEXT NOT NULL,
  app     TEXT NOT NULL,
  country TEXT NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (day, kind, item, app, country)
);

-- Episodes as figures name them; they stay when the episode goes.
CREATE TABLE download_episodes (
  guid         TEXT PRIMARY KEY,
  slug         TEXT NOT NULL,
  title        TEXT NOT NULL,
  published_at DATETIME NOT NULL
);

-- The newest day that has sums; locked by whoever makes the next.
INSERT INTO settings (name, value, changed_at) VALUES ('downloads.closed', '0', '1970-01-01 00:00:00+00:00');

-- +goose Down
DELETE FROM settings WHERE name = 'downloads.closed';
DROP TABLE download_episodes;
DROP TABLE download_sums;
DROP TABLE download_salts;
DROP TABLE download_batches;
DROP TABLE download_agents;
DROP TABLE download_targets;
