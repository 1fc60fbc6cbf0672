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
INSERT INTO "audit_entries" VALUES(1,'2026-11-25 09:00:00+00:00','operator','mail.off','mail',X'AD249E5B1615ABA67AF178B5768D7314','null',X'20BAA3D9DAC4E808FBA55D3510519900BEB3C37C62D45D0754E81CB9FA467A2A',X'430133A430B83E2D5A9E982470114F7DBDB0A0F9F2D9276FFEC448EEBE601A6D');
INSERT INTO "audit_entries" VALUES(2,'2026-11-25 09:00:00+00:00','reader','story.receive','story:1',X'66CD170B1B7E7A58380A91C458162ECC','null',X'0283B00D38F87BF9C4AE69F4E9967C5DCB23B647430A70F8AA4FD61CBDA78033',X'881809A2405B0BCB5F51AAE7348FBBB07DD3BB50A9C1BEF1D0231574E1E1F692');
INSERT INTO "audit_entries" VALUES(3,'2026-11-25 09:00:00+00:00','editor:1','story.accept','story:1',X'FF779391E2285C77D7E8C69B7828BD2F','{"from":"received","to":"accepted"}',X'95F751BF151B3E94E970606AF9A924CC36EDB034D92AF64BC2E0F48A1D43FCDF',X'817779F4EE67C49D75A571DED2021654C718BC118CD09F32B8C83BC28FB8952B');
INSERT INTO "audit_entries" VALUES(4,'2026-11-25 09:00:00+00:00','editor:1','story.name','story:1',X'F6CCD1931E78958C470A0CBA87AAE0EB','{"from":"accepted","to":"accepted"}',X'E9C65CECB017AD811DD3DB3FFE530B7C7771A542C0B06AC4ECC30C27CD19AE3C',X'7884A6AD1D546A5CFB98DE64E5E8D1D038B4A55DB24E4B502E25A21A9313EB3B');
INSERT INTO "audit_entries" VALUES(5,'2026-11-25 09:00:00+00:00','editor:1','story.publish','story:1',X'CAAD5FCB025F554E02C143A627B4EAF0','{"from":"accepted","to":"published"}',X'2953A3E616301498654EA551190B67D3F9AFE3911BC62B8F73D6C8A286A520BA',X'D76A2D56D3CF4D8EFC4B2559ED6D810F7119E49C611D8F3E7C9F151C12BD0A1D');
INSERT INTO "audit_entries" VALUES(6,'2026-11-25 09:00:00+00:00','reader','story.receive','story:2',X'6692B24C97CA6D09F9B396A26DB37ADE','null',X'1ACE220943B00B271D30F31ADE32DD4EF6FF2A37BB65ADB85B38FCF8BA84F9D2',X'742B26BA88E76EC26D5D90FD70B4E52BC4CDBDA85D09B16F5A87A61991591ED7');
INSERT INTO "audit_entries" VALUES(7,'2026-11-25 09:00:00+00:00','system','user.add','editor:1',X'F52A0B75235806EDE0A09EE7234D3299','{"role":"editor"}',X'6A9D668A15647AA773890752476DAB919EB21332E5975793D70F8D8490330906',X'7752FB0C83B32313816CBA04C97C8E31666DCB4B16D1026316424183B589A8E8');
INSERT INTO "audit_entries" VALUES(8,'2026-11-25 09:00:00+00:00','editor:1','user.sign-in','editor:1',X'29ACE7A2DDA4E2F083162B192D97CE5C','null',X'FA56D6C7F886D9345147BE309F46C8D75DAC6E6AB9C0CAF09153FCFA3900C3CF',X'FABE5CABB573398CF9C7D5C6D6C7CDD70E6CA478BE231A0AF3D6C0D409E12BAB');
CREATE TABLE audit_head (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL,
  head   BLOB NOT NULL
);
INSERT INTO "audit_head" VALUES(1,8,X'FABE5CABB573398CF9C7D5C6D6C7CDD70E6CA478BE231A0AF3D6C0D409E12BAB');
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
CREATE TABLE download_agents (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  agent    TEXT NOT NULL UNIQUE,
  seen_day INTEGER NOT NULL
);
INSERT INTO "download_agents" VALUES(1,'AppleCoreMedia/1.0',20782);
CREATE TABLE download_batches (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  day    INTEGER NOT NULL,
  events INTEGER NOT NULL,
  body   BLOB NOT NULL
);
INSERT INTO "download_batches" VALUES(1,20782,1,X'0180AAF79EC26801019003A08D06000000000000000100000000000000020000');
CREATE TABLE download_episodes (
  guid         TEXT PRIMARY KEY,
  slug         TEXT NOT NULL,
  title        TEXT NOT NULL,
  published_at DATETIME NOT NULL
);
INSERT INTO "download_episodes" VALUES('guid-1','one','One','2026-11-25 09:00:00+00:00');
CREATE TABLE download_salts (
  day  INTEGER PRIMARY KEY,
  salt BLOB NOT NULL
);
INSERT INTO "download_salts" VALUES(20781,X'6B636491A1988510EA640F728277F2A053334A826DD82D40501AAAC45B11A442');
INSERT INTO "download_salts" VALUES(20782,X'B5FC9FDC6275529A32DACBB6106F0D5D46EA4A0324550B989A40CDDC8499E765');
CREATE TABLE download_sums (
  day     INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  item    TEXT NOT NULL,
  app     TEXT NOT NULL,
  country TEXT NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (day, kind, item, app, country)
);
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
INSERT INTO "download_targets" VALUES(1,'media','guid-1','dd',100000,100,60000);
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO "goose_db_version" VALUES(1,0,1,'2026-11-25 04:25:08');
INSERT INTO "goose_db_version" VALUES(2,1,1,'2026-11-25 04:25:08');
INSERT INTO "goose_db_version" VALUES(3,2,1,'2026-11-25 04:25:08');
INSERT INTO "goose_db_version" VALUES(4,3,1,'2026-11-25 04:25:08');
INSERT INTO "goose_db_version" VALUES(5,4,1,'2026-11-25 04:25:08');
INSERT INTO "goose_db_version" VALUES(6,5,1,'2026-11-25 04:25:08');
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
INSERT INTO "outbox_mails" VALUES(1,'momdwa6yyb2cybypyms6pog4ro','confirm',1,'reader@example.com','Confirm','A link.','<p>A link.</p>','null','waiting',0,'',0,'2026-11-25 09:00:00+00:00','2026-11-25 09:00:00+00:00',NULL,NULL,'',NULL);
CREATE TABLE published_items (
  guid             TEXT PRIMARY KEY,
  slug             TEXT NOT NULL,
  number           TEXT NOT NULL,
  enclosure_url    TEXT NOT NULL,
  enclosure_length INTEGER NOT NULL,
  enclosure_type   TEXT NOT NULL,
  item_hash        TEXT NOT NULL,
  first_published  DATETIME NOT NULL
, elements TEXT NOT NULL DEFAULT '', listed BOOLEAN NOT NULL DEFAULT TRUE, previous_url TEXT NOT NULL DEFAULT '', previous_length INTEGER NOT NULL DEFAULT 0, enclosure_changed DATETIME NOT NULL DEFAULT '0001-01-01 00:00:00+00:00');
INSERT INTO "published_items" VALUES('guid-1','one','1','https://example.com/media/episodes/one/one.mp3',1234,'audio/mpeg','cc','2026-11-25 09:00:00+00:00','',1,'',0,'0001-01-01 00:00:00+00:00');
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
INSERT INTO "settings" VALUES('downloads.closed','0','1970-01-01 00:00:00+00:00');
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
CREATE INDEX download_batches_day ON download_batches (day, id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('goose_db_version',6);
INSERT INTO "sqlite_sequence" VALUES('consents',6);
INSERT INTO "sqlite_sequence" VALUES('outbox_mails',2);
INSERT INTO "sqlite_sequence" VALUES('users',1);
INSERT INTO "sqlite_sequence" VALUES('sessions',1);
INSERT INTO "sqlite_sequence" VALUES('download_targets',1);
INSERT INTO "sqlite_sequence" VALUES('download_agents',1);
INSERT INTO "sqlite_sequence" VALUES('download_batches',1);
COMMIT;
