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
INSERT INTO "audit_entries" VALUES(1,'2026-11-25 09:00:00+00:00','operator','mail.off','mail',X'A2FE2545AAC2FE0F87737249B318E212','null',X'914DE0D30DA55EBE1A665C29BF53DD2AA92CE3FFF9D706A0F30FF20508FD9552',X'D0CDB24256E07DDDED12CE193EFE0007D8874808E36B6BDC98AC0A5025A4F8AB');
INSERT INTO "audit_entries" VALUES(2,'2026-11-25 09:00:00+00:00','reader','story.receive','story:1',X'C37206E0A3BB07D28C91DA2C68DA40E1','null',X'CE78889704DE22FF8870A1231ACEBE6E933AFE8BC0F7828FF4394B5749B1C609',X'EA86A77A1C37AA16E9530FE32F1140A5608BBBDF40CB205BD8A9D5586D195B58');
INSERT INTO "audit_entries" VALUES(3,'2026-11-25 09:00:00+00:00','editor:1','story.accept','story:1',X'36ED859D2A47123DCBC32102741D2A08','{"from":"received","to":"accepted"}',X'B3C7A3656A445BD7CFD46F7F00ED961B7727F3F90E083E5D57C0F1BBD81C1E08',X'6728BF8F45AF101F7D1DBDADCC7FCFEEEB5802B7D385446A0201A9A6E3D67CAE');
INSERT INTO "audit_entries" VALUES(4,'2026-11-25 09:00:00+00:00','editor:1','story.name','story:1',X'D216765706AA1DC9E3529A6E5A856A69','{"from":"accepted","to":"accepted"}',X'08C12E799D89405D17A1B39A4A7CA5E7EC036AC4785894B8B880E14F749659E0',X'0AF7AADAEFC7DE32E84861CC152B26AA47770AC65CF8F5F3563A78E5B0683A70');
INSERT INTO "audit_entries" VALUES(5,'2026-11-25 09:00:00+00:00','editor:1','story.publish','story:1',X'25F60087D3D66DFD1724190CA12A68BA','{"from":"accepted","to":"published"}',X'532429A209428AA534FFBB0F745BE0EC1BD96E71B2AA034EFB7FE759E8B4DE9A',X'96F1B9830B1DDC4ADB53B499536D05D19CD6CE456978DEA81790F454DC92834D');
INSERT INTO "audit_entries" VALUES(6,'2026-11-25 09:00:00+00:00','reader','story.receive','story:2',X'50F5827E526BAA30A18987D161C0C24A','null',X'ADDB31C8296BDE501C4E7C7A9972FC8DE71086170377EB815D72A3374F1F8586',X'1943C3181D1A500DC5E38440953C603DA72F3F487A8B9A4A6DDDA810F58F61CD');
INSERT INTO "audit_entries" VALUES(7,'2026-11-25 09:00:00+00:00','system','user.add','editor:1',X'444CAFAE649324AE8716EE54FB38A4F1','{"role":"editor"}',X'D9A9E36DBDA161E12200F64C7CE30B11456043E2429C8BD89EAB1F8C661ACA83',X'428BEC964FE19E2ECF306FD448A2A50AF9B524993521C5AFFE4E9F98A01CFF3B');
INSERT INTO "audit_entries" VALUES(8,'2026-11-25 09:00:00+00:00','editor:1','user.sign-in','editor:1',X'D9ED8534F3FDAFE45596E3B35A4263E8','null',X'3E119CAD4B710601E4A7BA7B1024DC967292CB67F7C11661432E1FE9368B0D67',X'4D97E4EFA9617D1586242F1B9CE8D801C648E2D9BD88BE791A002FCD45D73A1D');
CREATE TABLE audit_head (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL,
  head   BLOB NOT NULL
);
INSERT INTO "audit_head" VALUES(1,8,X'4D97E4EFA9617D1586242F1B9CE8D801C648E2D9BD88BE791A002FCD45D73A1D');
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
INSERT INTO "consents" VALUES(5,'story:1','publish','2026-11','You may publish my story on this site, in its feeds and in the letter.','2026-11-25 09:00:00+00:00');
INSERT INTO "consents" VALUES(6,'story:2','publish','2026-11','You may publish my story on this site, in its feeds and in the letter.','2026-11-25 09:00:00+00:00');
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
INSERT INTO "goose_db_version" VALUES(1,0,1,'2026-11-25 04:25:04');
INSERT INTO "goose_db_version" VALUES(2,1,1,'2026-11-25 04:25:04');
INSERT INTO "goose_db_version" VALUES(3,2,1,'2026-11-25 04:25:04');
INSERT INTO "goose_db_version" VALUES(4,3,1,'2026-11-25 04:25:04');
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
INSERT INTO "outbox_mails" VALUES(1,'edwdpvqkz3giyjre4omqr7h7gv','confirm',1,'reader@example.com','Confirm','A link.','<p>A link.</p>','null','waiting',0,'',0,'2026-11-25 09:00:00+00:00','2026-11-25 09:00:00+00:00',NULL,NULL,'',NULL);
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
INSERT INTO "revision" VALUES(1,1,'2026-11-25 09:00:00+00:00');
CREATE TABLE sessions (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  digest     BLOB NOT NULL UNIQUE,
  user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at DATETIME NOT NULL,
  seen_at    DATETIME NOT NULL
);
INSERT INTO "sessions" VALUES(1,X'73657373696F6E',1,'2026-11-25 09:00:00+00:00','2026-11-25 09:00:00+00:00');
CREATE TABLE settings (
  name       TEXT PRIMARY KEY,
  value      TEXT NOT NULL,
  changed_at DATETIME NOT NULL
);
INSERT INTO "settings" VALUES('content_files.generation','1','2026-11-25 09:00:00+00:00');
INSERT INTO "settings" VALUES('stories.noticed','','1970-01-01 00:00:00+00:00');
INSERT INTO "settings" VALUES('mail.held','on','2026-11-25 09:00:00+00:00');
CREATE TABLE sign_in_links (
  digest     BLOB PRIMARY KEY,
  purpose    TEXT NOT NULL CHECK (purpose IN ('sign-in', 'first')),
  user_id    INTEGER REFERENCES users (id) ON DELETE CASCADE,
  email      TEXT NOT NULL,
  created_at DATETIME NOT NULL,
  expires_at DATETIME NOT NULL,
  used_at    DATETIME
);
INSERT INTO "sign_in_links" VALUES(X'6C696E6B','sign-in',1,'','2026-11-25 09:00:00+00:00','2026-11-25 10:00:00+00:00','2026-11-25 09:00:00+00:00');
CREATE TABLE stories (
  number       INTEGER PRIMARY KEY,
  state        TEXT NOT NULL CHECK (state IN ('received', 'accepted', 'declined', 'published', 'unpublished', 'withdrawn')),
  version      INTEGER NOT NULL,
  body         TEXT NOT NULL,
  html         TEXT NOT NULL,
  plain        TEXT NOT NULL,
  industry     TEXT NOT NULL,
  country      TEXT NOT NULL,
  naming       TEXT NOT NULL CHECK (naming IN ('full', 'first-job', 'none')),
  title        TEXT NOT NULL,
  slug         TEXT NOT NULL,
  received_at  DATETIME NOT NULL,
  decided_at   DATETIME,
  published_at DATETIME,
  changed_at   DATETIME,
  withdrawn_at DATETIME,
  noticed      BOOLEAN NOT NULL DEFAULT FALSE,
  key_digest   BLOB NOT NULL,
  code_digest  BLOB NOT NULL
);
INSERT INTO "stories" VALUES(1,'published',4,'The pump answered back.','<p>The pump answered back.</p>','The pump answered back.','','','full','The pump','the-pump','2026-11-25 09:00:00+00:00','2026-11-25 09:00:00+00:00','2026-11-25 09:00:00+00:00','2026-11-25 09:00:00+00:00',NULL,0,X'00',X'0001');
INSERT INTO "stories" VALUES(2,'received',1,'Nobody had the password.','<p>Nobody had the password.</p>','Nobody had the password.','','','full','','','2026-11-25 09:00:00+00:00',NULL,NULL,NULL,NULL,0,X'01',X'0101');
CREATE TABLE story_identities (
  number INTEGER PRIMARY KEY REFERENCES stories (number),
  credit TEXT NOT NULL,
  email  TEXT NOT NULL
);
INSERT INTO "story_identities" VALUES(1,'An Example','an@example.com');
INSERT INTO "story_identities" VALUES(2,'An Example','an@example.com');
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
CREATE TABLE users (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  email      TEXT NOT NULL UNIQUE,
  role       TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'writer')),
  created_at DATETIME NOT NULL,
  seen_at    DATETIME
);
INSERT INTO "users" VALUES(1,'editor@example.com','editor','2026-11-25 09:00:00+00:00','2026-11-25 09:00:00+00:00');
CREATE INDEX audit_entries_subject ON audit_entries (subject, number);
CREATE INDEX outbox_mails_due ON outbox_mails (state, priority, due_at);
CREATE INDEX outbox_mails_ended ON outbox_mails (state, ended_at);
CREATE INDEX subscribers_state ON subscribers (state, asked_at, id);
CREATE INDEX stories_state ON stories (state, number);
CREATE UNIQUE INDEX stories_slug ON stories (slug) WHERE slug <> '';
CREATE UNIQUE INDEX stories_key ON stories (key_digest);
CREATE UNIQUE INDEX stories_code ON stories (code_digest);
CREATE INDEX sign_in_links_user ON sign_in_links (user_id);
CREATE INDEX sessions_user ON sessions (user_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('goose_db_version',4);
INSERT INTO "sqlite_sequence" VALUES('consents',6);
INSERT INTO "sqlite_sequence" VALUES('outbox_mails',2);
INSERT INTO "sqlite_sequence" VALUES('users',1);
INSERT INTO "sqlite_sequence" VALUES('sessions',1);
COMMIT;
