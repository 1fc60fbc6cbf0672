-- +goose Up

-- What was answered: the audio of an episode by the hash of its content, with what the counter must know of it, or a feed.
CREATE TABLE download_targets (
  id           BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  kind         TEXT NOT NULL CHECK (kind IN ('media', 'feed')),
  item         TEXT NOT NULL,
  hash         TEXT NOT NULL,
  bytes        BIGINT NOT NULL,
  header_bytes BIGINT NOT NULL,
  duration_ms  BIGINT NOT NULL,
  UNIQUE (kind, item, hash)
);

-- Names that programs sent, and the last day on which one was seen. They go with the events.
CREATE TABLE download_agents (
  id       BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  agent    TEXT NOT NULL UNIQUE,
  seen_day BIGINT NOT NULL
);

-- Raw events of a day (days since 1970, UTC) in the order in which they were recorded, many in one row.
CREATE TABLE download_batches (
  id     BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  day    BIGINT NOT NULL,
  events BIGINT NOT NULL,
  body   BYTEA NOT NULL
);
CREATE INDEX download_batches_day ON download_batches (day, id);

-- The keys of listeners' hashes, destroyed 48 hours after their day began.
CREATE TABLE download_salts (
  day  BIGINT PRIMARY KEY,
  salt BYTEA NOT NULL
);

-- What was counted on days whose raw events are gone: downloads of media, readers of feeds.
CREATE TABLE download_sums (
  day     BIGINT NOT NULL,
  kind    TEXT NOT NULL,
  item    TEXT NOT NULL,
  app     TEXT NOT NULL,
  country TEXT NOT NULL,
  count   BIGINT NOT NULL,
  PRIMARY KEY (day, kind, item, app, country)
);

-- Episodes as figures name them; they stay when the episode goes.
CREATE TABLE download_episodes (
  guid         TEXT PRIMARY KEY,
  slug         TEXT NOT NULL,
  title        TEXT NOT NULL,
  published_at TIMESTAMPTZ NOT NULL
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
