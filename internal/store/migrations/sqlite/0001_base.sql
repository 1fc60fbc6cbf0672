-- +goose Up

-- Random keys that are made once and never rotated.
CREATE TABLE keys (
  name       TEXT PRIMARY KEY,
  value      BLOB NOT NULL,
  created_at DATETIME NOT NULL
);

-- Switches that people turn while the server runs.
CREATE TABLE settings (
  name       TEXT PRIMARY KEY,
  value      TEXT NOT NULL,
  changed_at DATETIME NOT NULL
);

-- One counter: it grows in the transaction of every act that changes what is public.
CREATE TABLE revision (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  number     INTEGER NOT NULL,
  changed_at DATETIME NOT NULL
);
INSERT INTO revision (id, number, changed_at) VALUES (1, 0, '1970-01-01 00:00:00+00:00');

-- Counts the writes to content_files; locked by each of them.
INSERT INTO settings (name, value, changed_at) VALUES ('content_files.generation', '0', '1970-01-01 00:00:00+00:00');

-- When each content file last changed; a removed file stays as a tombstone.
CREATE TABLE content_files (
  path       TEXT PRIMARY KEY,
  hash       TEXT NOT NULL,
  changed_at DATETIME NOT NULL,
  removed    BOOLEAN NOT NULL DEFAULT FALSE
);

-- What the feed told about each item when it was published.
CREATE TABLE published_items (
  guid             TEXT PRIMARY KEY,
  slug             TEXT NOT NULL,
  number           TEXT NOT NULL,
  enclosure_url    TEXT NOT NULL,
  enclosure_length INTEGER NOT NULL,
  enclosure_type   TEXT NOT NULL,
  item_hash        TEXT NOT NULL,
  first_published  DATETIME NOT NULL
);

-- Who did what, append-only. Each head covers the head before it and the digest of the entry.
CREATE TABLE audit_entries (
  number  INTEGER PRIMARY KEY,
  at      DATETIME NOT NULL,
  actor   TEXT NOT NULL,
  act     TEXT NOT NULL,
  subject TEXT NOT NULL,
  nonce   BLOB NOT NULL,
  details TEXT NOT NULL,
  digest  BLOB NOT NULL,
  head    BLOB NOT NULL
);
CREATE INDEX audit_entries_subject ON audit_entries (subject, number);

-- The newest head, locked by every act that adds an entry.
CREATE TABLE audit_head (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL,
  head   BLOB NOT NULL
);
INSERT INTO audit_head (id, number, head) VALUES (1, 0, zeroblob(32));

-- What somebody agreed to: the words shown, their version and the time.
CREATE TABLE consents (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  subject TEXT NOT NULL,
  what    TEXT NOT NULL,
  version TEXT NOT NULL,
  wording TEXT NOT NULL,
  at      DATETIME NOT NULL,
  UNIQUE (subject, what)
);

-- Mails to be sent, written with the act that asks for them.
CREATE TABLE outbox_mails (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id   TEXT NOT NULL UNIQUE,
  kind         TEXT NOT NULL,
  priority     INTEGER NOT NULL,
  recipient    TEXT NOT NULL,
  subject      TEXT NOT NULL,
  text         TEXT NOT NULL,
  html         TEXT NOT NULL,
  headers      TEXT NOT NULL,
  state        TEXT NOT NULL,
  attempts     INTEGER NOT NULL DEFAULT 0,
  last_error   TEXT NOT NULL DEFAULT '',
  relay_failed BOOLEAN NOT NULL DEFAULT FALSE,
  created_at   DATETIME NOT NULL,
  due_at       DATETIME NOT NULL,
  tried_at     DATETIME,
  leased_until DATETIME,
  lease        TEXT NOT NULL DEFAULT '',
  ended_at     DATETIME
);
CREATE INDEX outbox_mails_due ON outbox_mails (state, priority, due_at);
CREATE INDEX outbox_mails_ended ON outbox_mails (state, ended_at);

-- Addresses on the list, or waiting to be confirmed. The id is the keyed hash of the address, the same for ever.
CREATE TABLE subscribers (
  id           TEXT PRIMARY KEY,
  email        TEXT NOT NULL,
  state        TEXT NOT NULL,
  asked_at     DATETIME NOT NULL,
  confirmed_at DATETIME
);
CREATE INDEX subscribers_state ON subscribers (state, asked_at, id);

-- Who must not get a letter without asking again, as keyed hashes of addresses.
CREATE TABLE suppressions (
  hash   TEXT PRIMARY KEY,
  reason TEXT NOT NULL,
  at     DATETIME NOT NULL
);

-- When an address was last written to, by keyed hash, so that nobody can be flooded. Kept for a day.
CREATE TABLE mail_marks (
  hash TEXT NOT NULL,
  kind TEXT NOT NULL,
  at   DATETIME NOT NULL,
  PRIMARY KEY (hash, kind)
);

-- +goose Down
DROP TABLE mail_marks;
DROP TABLE suppressions;
DROP TABLE subscribers;
DROP TABLE outbox_mails;
DROP TABLE consents;
DROP TABLE audit_head;
DROP TABLE audit_entries;
DROP TABLE published_items;
DROP TABLE content_files;
DROP TABLE revision;
DROP TABLE settings;
DROP TABLE keys;
