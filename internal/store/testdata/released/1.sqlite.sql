BEGIN TRANSACTION;
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
INSERT INTO "audit_entries" VALUES(1,'2026-11-25 09:00:00+00:00','operator','mail.off','mail',X'C95951C0976C1EF3A8FA9050F955FE50','null',X'304BC55758A6DC0A07D9DE63F3F7EAD81DB4F1F4DCD6D099618616B41463B94C',X'EBC1E270B9E686126DBDAA9EC39A835A5EA3537B271EE07FA76C6E6F9BE2A53A');
CREATE TABLE audit_head (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL,
  head   BLOB NOT NULL
);
INSERT INTO "audit_head" VALUES(1,1,X'EBC1E270B9E686126DBDAA9EC39A835A5EA3537B271EE07FA76C6E6F9BE2A53A');
CREATE TABLE consents (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  subject TEXT NOT NULL,
  what    TEXT NOT NULL,
  version TEXT NOT NULL,
  wording TEXT NOT NULL,
  at      DATETIME NOT NULL,
  UNIQUE (subject, what)
);
INSERT INTO "consents" VALUES(1,'list:c7c1c1413b81030b97239cc0ccc7ba5c5aad195e','letter','2026-11','We write when the letter starts.','2026-11-25 09:00:00+00:00');
INSERT INTO "consents" VALUES(2,'list:c7c1c1413b81030b97239cc0ccc7ba5c5aad195e','letter-confirmed','2026-11','Confirm.','2026-11-25 09:00:00+00:00');
INSERT INTO "consents" VALUES(3,'list:00c76201f98038ee17ac321b6a3a648d68464d73','letter','2026-11','We write when the letter starts.','2026-11-25 09:00:00+00:00');
INSERT INTO "consents" VALUES(4,'list:00c76201f98038ee17ac321b6a3a648d68464d73','letter-confirmed','2026-11','Confirm.','2026-11-25 09:00:00+00:00');
CREATE TABLE content_files (
  path       TEXT PRIMARY KEY,
  hash       TEXT NOT NULL,
  changed_at DATETIME NOT NULL,
  removed    BOOLEAN NOT NULL DEFAULT FALSE
);
INSERT INTO "content_files" VALUES('show.yaml','aa','2026-11-25 09:00:00+00:00',0);
INSERT INTO "content_files" VALUES('episodes/one.md','bb','2026-11-25 09:00:00+00:00',0);
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO "goose_db_version" VALUES(1,0,1,'2026-11-25 04:25:01');
INSERT INTO "goose_db_version" VALUES(2,1,1,'2026-11-25 04:25:01');
CREATE TABLE keys (
  name       TEXT PRIMARY KEY,
  value      BLOB NOT NULL,
  created_at DATETIME NOT NULL
);
INSERT INTO "keys" VALUES('suppression',X'6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B','2026-11-25 09:00:00+00:00');
CREATE TABLE mail_marks (
  hash TEXT NOT NULL,
  kind TEXT NOT NULL,
  at   DATETIME NOT NULL,
  PRIMARY KEY (hash, kind)
);
INSERT INTO "mail_marks" VALUES('c7c1c1413b81030b97239cc0ccc7ba5c5aad195e','confirm','2026-11-25 09:00:00+00:00');
INSERT INTO "mail_marks" VALUES('00c76201f98038ee17ac321b6a3a648d68464d73','confirm','2026-11-25 09:00:00+00:00');
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
INSERT INTO "outbox_mails" VALUES(1,'akpzfihlcmr5ujdprbofbz42q3','confirm',1,'reader@example.com','Confirm','A link.','<p>A link.</p>','null','waiting',0,'',0,'2026-11-25 09:00:00+00:00','2026-11-25 09:00:00+00:00',NULL,NULL,'',NULL);
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
INSERT INTO "published_items" VALUES('guid-1','one','1','https://example.com/media/episodes/one/one.mp3',1234,'audio/mpeg','cc','2026-11-25 09:00:00+00:00');
CREATE TABLE revision (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  number     INTEGER NOT NULL,
  changed_at DATETIME NOT NULL
);
INSERT INTO "revision" VALUES(1,0,'1970-01-01 00:00:00+00:00');
CREATE TABLE settings (
  name       TEXT PRIMARY KEY,
  value      TEXT NOT NULL,
  changed_at DATETIME NOT NULL
);
INSERT INTO "settings" VALUES('content_files.generation','1','2026-11-25 09:00:00+00:00');
INSERT INTO "settings" VALUES('mail.held','on','2026-11-25 09:00:00+00:00');
CREATE TABLE subscribers (
  id           TEXT PRIMARY KEY,
  email        TEXT NOT NULL,
  state        TEXT NOT NULL,
  asked_at     DATETIME NOT NULL,
  confirmed_at DATETIME
);
INSERT INTO "subscribers" VALUES('c7c1c1413b81030b97239cc0ccc7ba5c5aad195e','reader@example.com','confirmed','2026-11-25 09:00:00+00:00','2026-11-25 09:00:00+00:00');
CREATE TABLE suppressions (
  hash   TEXT PRIMARY KEY,
  reason TEXT NOT NULL,
  at     DATETIME NOT NULL
);
INSERT INTO "suppressions" VALUES('00c76201f98038ee17ac321b6a3a648d68464d73','too-many','2026-11-25 09:00:00+00:00');
CREATE INDEX audit_entries_subject ON audit_entries (subject, number);
CREATE INDEX outbox_mails_due ON outbox_mails (state, priority, due_at);
CREATE INDEX outbox_mails_ended ON outbox_mails (state, ended_at);
CREATE INDEX subscribers_state ON subscribers (state, asked_at, id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('goose_db_version',2);
INSERT INTO "sqlite_sequence" VALUES('consents',4);
INSERT INTO "sqlite_sequence" VALUES('outbox_mails',2);
COMMIT;
