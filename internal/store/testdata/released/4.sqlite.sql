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
INSERT INTO "audit_entries" VALUES(1,'2026-11-25 09:00:00+00:00','operator','mail.off','mail',X'DFD382E08F9108D06FBEA4D8F04E983A','null',X'2A497D2DD1A7B1234E8379561CEE91B836C1EE2AB9B13977A86A0DF9CB811CEB',X'6C7642C7E66E75AF8DB6B68F3D8A0ABAEA8041DAFD6243FEA2D5BEEE49D22DB8');
INSERT INTO "audit_entries" VALUES(2,'2026-11-25 09:00:00+00:00','reader','story.receive','story:1',X'0665DC1B909F62EB6A548B3EB2F26BB5','null',X'7B20FB84E5FE6D059A536B24DC1BBB5A4A28FBE9CD49F565F21330E76132C78A',X'E553CDF6A8B8BBB1D1E851242C6586BCC478C49F674F568B6BECFA93EF01CB5B');
INSERT INTO "audit_entries" VALUES(3,'2026-11-25 09:00:00+00:00','editor:1','story.accept','story:1',X'4E321464A8D9813ABC956EDE5DEA6B45','{"from":"received","to":"accepted"}',X'3D6C52BBAF5290A3B736B0C2BBD0AEFB1D90B6F83A2EF13E0600CFCCA3C8E839',X'663EAC991E89729CC4BD1A844F5142D2935171D8B6687995F5DD0A5EFF49517A');
INSERT INTO "audit_entries" VALUES(4,'2026-11-25 09:00:00+00:00','editor:1','story.name','story:1',X'DF494455E9BDF1F4A4D322BB54646472','{"from":"accepted","to":"accepted"}',X'0DF73420575D13C0949F892028407726F2350BB03F07A0FCBAD6B4FD244D889B',X'DC48789B6F885BFF500D863CA4F6A0567A58DCBBB14BE1F85264B3E303B9ED1F');
INSERT INTO "audit_entries" VALUES(5,'2026-11-25 09:00:00+00:00','editor:1','story.publish','story:1',X'8E7042DA0EEBD8F790D48C36FB7C3C18','{"from":"accepted","to":"published"}',X'D24FC3F9366E1C97A3E7C4BC0AF03308F3270F56D3146CAB8B2511EE532C5CA8',X'234177F48E6FC2EF8CE3053FAC7F1F7D97BE139E50D2E49E17EBC8968535059F');
INSERT INTO "audit_entries" VALUES(6,'2026-11-25 09:00:00+00:00','reader','story.receive','story:2',X'2F998FD337DFB2CAD54C555E8BEE46D9','null',X'35E0574DD1709266129DBA591262FC9418C9A674B0E2FCC389B3AB0E1F3B5A18',X'44592AA413AD4C1124DAAB1B3EE529465951447B06D477E3DD444B03AFE24E1E');
INSERT INTO "audit_entries" VALUES(7,'2026-11-25 09:00:00+00:00','system','user.add','editor:1',X'0EB9BE95294332543620C9E7E8D0A791','{"role":"editor"}',X'885B9D40C89080EFF93C847F97C10FAA97061690D90280935F4889DA24520BE5',X'52671F194A14D6D8B09636A2CF9AF3A27C70D0E313ECA8206D984858850D3D4A');
INSERT INTO "audit_entries" VALUES(8,'2026-11-25 09:00:00+00:00','editor:1','user.sign-in','editor:1',X'8A61CEB307C07BF6ED344C9CB647E2AD','null',X'C212B5C100C986CDFAF55B04DE0499CEA309C1F7C98D10A53667D33DC0C5EF47',X'FA2C7A4EFFB2ABF3AE4ACB66F1E80CAA08B609C5A9BA22061F6A58514D2B0CEC');
CREATE TABLE audit_head (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL,
  head   BLOB NOT NULL
);
INSERT INTO "audit_head" VALUES(1,8,X'FA2C7A4EFFB2ABF3AE4ACB66F1E80CAA08B609C5A9BA22061F6A58514D2B0CEC');
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
INSERT INTO "download_salts" VALUES(20781,X'90614DFE76A2A3F473740AF04C56390A3EE500A22AFD3390CD1792ABE9F56500');
INSERT INTO "download_salts" VALUES(20782,X'45854106D889A6C74173E580921889B9A350E7E5C892492651ECFE8108A2F181');
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
INSERT INTO "goose_db_version" VALUES(1,0,1,'2026-11-25 04:25:06');
INSERT INTO "goose_db_version" VALUES(2,1,1,'2026-11-25 04:25:07');
INSERT INTO "goose_db_version" VALUES(3,2,1,'2026-11-25 04:25:07');
INSERT INTO "goose_db_version" VALUES(4,3,1,'2026-11-25 04:25:07');
INSERT INTO "goose_db_version" VALUES(5,4,1,'2026-11-25 04:25:07');
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
INSERT INTO "outbox_mails" VALUES(1,'nwva2jziwh7iyrh7ij65upxusi','confirm',1,'reader@example.com','Confirm','A link.','<p>A link.</p>','null','waiting',0,'',0,'2026-11-25 09:00:00+00:00','2026-11-25 09:00:00+00:00',NULL,NULL,'',NULL);
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
INSERT INTO "sqlite_sequence" VALUES('goose_db_version',5);
INSERT INTO "sqlite_sequence" VALUES('consents',6);
INSERT INTO "sqlite_sequence" VALUES('outbox_mails',2);
INSERT INTO "sqlite_sequence" VALUES('users',1);
INSERT INTO "sqlite_sequence" VALUES('sessions',1);
INSERT INTO "sqlite_sequence" VALUES('download_targets',1);
INSERT INTO "sqlite_sequence" VALUES('download_agents',1);
INSERT INTO "sqlite_sequence" VALUES('download_batches',1);
COMMIT;
