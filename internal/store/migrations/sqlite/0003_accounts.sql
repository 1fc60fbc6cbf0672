-- +goose Up

-- Who may sign in at the desk. The address is in lower case.
CREATE TABLE users (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  email      TEXT NOT NULL UNIQUE,
  role       TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'writer')),
  created_at DATETIME NOT NULL,
  seen_at    DATETIME
);

-- One-time sign-in links, by the hash of their secret. Expired ones are deleted.
CREATE TABLE sign_in_links (
  digest     BLOB PRIMARY KEY,
  purpose    TEXT NOT NULL CHECK (purpose IN ('sign-in', 'first')),
  user_id    INTEGER REFERENCES users (id) ON DELETE CASCADE,
  email      TEXT NOT NULL,
  created_at DATETIME NOT NULL,
  expires_at DATETIME NOT NULL,
  used_at    DATETIME
);
CREATE INDEX sign_in_links_user ON sign_in_links (user_id);

-- Signed-in browsers, by the hash of their cookie.
CREATE TABLE sessions (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  digest     BLOB NOT NULL UNIQUE,
  user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at DATETIME NOT NULL,
  seen_at    DATETIME NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
