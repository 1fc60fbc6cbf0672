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
INSERT INTO "audit_entries" VALUES(1,'2026-11-25 09:00:00+00:00','operator','mail.off','mail',X'8955F072B54BBE42E35FD501158DB741','null',X'CA02DC7D8D58B3CDE20735F14962BD568022B688870C6349A84274678BC7FD5B',X'BDD0B0FBD802E9AB00842210283C8F1228EC1EC21202F4A604D3EF503CF0BD12');
INSERT INTO "audit_entries" VALUES(2,'2026-11-25 09:00:00+00:00','reader','story.receive','story:1',X'5D07BB21455291970124989268B925C8','null',X'FCF3E75D6292B1FDDBFC240E6BF84D8C2A8B1275E9602AED006025B0DB122079',X'E09E8023BEF77900FCF4C47CFB92B2D8204363FD38B58D0C3681303909BD127E');
INSERT INTO "audit_entries" VALUES(3,'2026-11-25 09:00:00+00:00','editor:1','story.accept','story:1',X'10C11C53B27BEE3E390E3E54A5862A38','{"from":"received","to":"accepted"}',X'CF19230C9F0901BAEB6A67FEAF3F978262656C5644470987899546D2CB480F0D',X'270F909BE1FC5B963BEF8F8AB3C2E15DE8ACE1635FAB6287C4A08F229AB3B4A3');
INSERT INTO "audit_entries" VALUES(4,'2026-11-25 09:00:00+00:00','editor:1','story.name','story:1',X'E3895CFA7C8AF98E2C136A5C16E71C37','{"from":"accepted","to":"accepted"}',X'0D213098846E86FFAFF01716A87FB4BC13AACB23E37E4C4C78353813285162C9',X'934A952B68B7E1A766F595A99B32700B977D00F9F0E319BA5E1396F93DCF39EB');
INSERT INTO "audit_entries" VALUES(5,'2026-11-25 09:00:00+00:00','editor:1','story.publish','story:1',X'70FDDF93372E2AD6E5B500FB1FC18DA6','{"from":"accepted","to":"published"}',X'9AE8226DFD483FACFD79FF298580D3A1B5B6DE61DA3E41B2973699CDE34AFF8A',X'46D517B6FE8B07EF779368E163DEE8FECA41783A8D49E5BA63502A4ED104E9AC');
INSERT INTO "audit_entries" VALUES(6,'2026-11-25 09:00:00+00:00','reader','story.receive','story:2',X'EF7BC6904E139C6C43555BD7F3F8D287','null',X'DCF3F27CAD8B280E750872D455DC6516079FE3A29F921A2CE387299E324DD12F',X'CDE6E471AEB0C692C60FF4B1FF69D359C0A798D70BD6E05D6F6E23E9851A5D94');
CREATE TABLE audit_head (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL,
  head   BLOB NOT NULL
);
INSERT INTO "audit_head" VALUES(1,6,X'CDE6E471AEB0C692C60FF4B1FF69D359C0A798D70BD6E05D6F6E23E9851A5D94');
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
INSERT INTO "goose_db_version" VALUES(1,0,1,'2026-11-25 04:25:03');
INSERT INTO "goose_db_version" VALUES(2,1,1,'2026-11-25 04:25:03');
INSERT INTO "goose_db_version" VALUES(3,2,1,'2026-11-25 04:25:03');
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
INSERT INTO "outbox_mails" VALUES(1,'cqksoclvf5suqraiayelitjjc6','confirm',1,'reader@example.com','Confirm','A link.','<p>A link.</p>','null','waiting',0,'',0,'2026-11-25 09:00:00+00:00','2026-11-25 09:00:00+00:00',NULL,NULL,'',NULL);
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
CREATE TABLE settings (
  name       TEXT PRIMARY KEY,
  value      TEXT NOT NULL,
  changed_at DATETIME NOT NULL
);
INSERT INTO "settings" VALUES('content_files.generation','1','2026-11-25 09:00:00+00:00');
INSERT INTO "settings" VALUES('stories.noticed','','1970-01-01 00:00:00+00:00');
INSERT INTO "settings" VALUES('mail.held','on','2026-11-25 09:00:00+00:00');
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
CREATE INDEX audit_entries_subject ON audit_entries (subject, number);
CREATE INDEX outbox_mails_due ON outbox_mails (state, priority, due_at);
CREATE INDEX outbox_mails_ended ON outbox_mails (state, ended_at);
CREATE INDEX subscribers_state ON subscribers (state, asked_at, id);
CREATE INDEX stories_state ON stories (state, number);
CREATE UNIQUE INDEX stories_slug ON stories (slug) WHERE slug <> '';
CREATE UNIQUE INDEX stories_key ON stories (key_digest);
CREATE UNIQUE INDEX stories_code ON stories (code_digest);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('goose_db_version',3);
INSERT INTO "sqlite_sequence" VALUES('consents',6);
INSERT INTO "sqlite_sequence" VALUES('outbox_mails',2);
COMMIT;
