-- +goose Up

-- A story a reader sent. The number is given once and never again; a withdrawn story keeps its row without its words.
CREATE TABLE stories (
  number       BIGINT PRIMARY KEY,
  state        TEXT NOT NULL CHECK (state IN ('received', 'accepted', 'declined', 'published', 'unpublished', 'withdrawn')),
  version      BIGINT NOT NULL,
  body         TEXT NOT NULL,
  html         TEXT NOT NULL,
  plain        TEXT NOT NULL,
  industry     TEXT NOT NULL,
  country      TEXT NOT NULL,
  naming       TEXT NOT NULL CHECK (naming IN ('full', 'first-job', 'none')),
  title        TEXT NOT NULL,
  slug         TEXT NOT NULL,
  received_at  TIMESTAMPTZ NOT NULL,
  decided_at   TIMESTAMPTZ,
  published_at TIMESTAMPTZ,
  changed_at   TIMESTAMPTZ,
  withdrawn_at TIMESTAMPTZ,
  noticed      BOOLEAN NOT NULL DEFAULT FALSE,
  key_digest   BYTEA NOT NULL,
  code_digest  BYTEA NOT NULL
);
CREATE INDEX stories_state ON stories (state, number);
CREATE UNIQUE INDEX stories_slug ON stories (slug) WHERE slug <> '';
CREATE UNIQUE INDEX stories_key ON stories (key_digest);
CREATE UNIQUE INDEX stories_code ON stories (code_digest);

-- Who sent a story, as far as they said. The row goes when the story is withdrawn.
CREATE TABLE story_identities (
  number BIGINT PRIMARY KEY REFERENCES stories (number),
  credit TEXT NOT NULL,
  email  TEXT NOT NULL
);

-- When editors were last told of new stories; locked by whoever tells them.
INSERT INTO settings (name, value, changed_at) VALUES ('stories.noticed', '', '1970-01-01 00:00:00+00:00');
