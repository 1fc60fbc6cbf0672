-- +goose Up

-- Who may sign in at the desk. The address is in lower case.
CREATE TABLE users (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email      TEXT NOT NULL UNIQUE,
  role       TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'writer')),
  created_at TIMESTAMPTZ NOT NULL,
  seen_at    TIMESTAMPTZ
);

-- One-time sign-in links, by the hash of their secret. Expired ones are deleted.
CREATE TABLE sign_in_links (
  digest     BYTEA PRIMARY KEY,
  purpose    TEXT NOT NULL CHECK (purpose IN ('sign-in', 'first')),
  user_id    BIGINT REFERENCES users (id) ON DELETE CASCADE,
  email      TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  used_at    TIMESTAMPTZ
);
CREATE INDEX sign_in_links_user ON sign_in_links (user_id);

-- Signed-in browsers, by the hash of their cookie.
CREATE TABLE sessions (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest     BYTEA NOT NULL UNIQUE,
  user_id    BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at TIMESTAMPTZ NOT NULL,
  seen_at    TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
