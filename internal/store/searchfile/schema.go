package searchfile

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"

	"insider/internal/search"
	"insider/internal/store/sqlitefile"
)

// schemaVersion is the schema's. A file of another version is thrown away, so a schema is never migrated.
const schemaVersion = 1

// tables are the tables. Words are reduced to stems (porter) without case and accents; titles keep their words, for what
// is being typed is no stem of anything. The rowid of a document is its item's, that of a passage the item's and its number.
const tables = `
CREATE TABLE items (id INTEGER PRIMARY KEY, path TEXT NOT NULL, hash INTEGER NOT NULL);
CREATE VIRTUAL TABLE documents USING fts5(title, names, text, tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3');
CREATE VIRTUAL TABLE passages USING fts5(text, cues UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3');
CREATE VIRTUAL TABLE titles USING fts5(title, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
CREATE VIRTUAL TABLE document_stems USING fts5vocab(documents, row);
CREATE VIRTUAL TABLE passage_stems USING fts5vocab(passages, row);
INSERT INTO documents(documents, rank) VALUES ('secure-delete', 1);
INSERT INTO passages(passages, rank) VALUES ('secure-delete', 1);
INSERT INTO titles(titles, rank) VALUES ('secure-delete', 1);
`

// ensureSchema makes the tables of an empty file, and refuses one of another version.
func ensureSchema(ctx context.Context, db *sql.DB) error {
	var found, standing int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&found); err != nil {
		return err
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&standing); err != nil {
		return err
	}
	switch {
	case found == schemaVersion && standing > 0:
		return nil
	case standing > 0:
		return fmt.Errorf("its schema is version %d, not %d", found, schemaVersion)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, tables+fmt.Sprintf("PRAGMA user_version = %d;", schemaVersion)); err != nil {
		return err
	}
	return tx.Commit()
}

// itemsIn returns what is in the index.
func itemsIn(ctx context.Context, db *sql.DB) (items []search.Item, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id, path, hash FROM items")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var i search.Item
		if err := rows.Scan(&i.ID, &i.Path, &i.Hash); err != nil {
			return nil, err
		}
		items = append(items, i)
	}
	return items, rows.Err()
}

// sourceName opens the file for writing or reading. A power cut may cost the newest entries, which are then made again, so it
// does not wait for the disk at each commit.
func sourceName(path string, readOnly bool) string {
	q := url.Values{"_pragma": {"busy_timeout(5000)", "synchronous(NORMAL)", "secure_delete(1)", "journal_size_limit(4194304)"}, "_txlock": {"immediate"}}
	if readOnly {
		q["_pragma"] = append(q["_pragma"], "query_only(1)", "cache_size(-8192)")
		q.Set("_txlock", "deferred")
	} else {
		q["_pragma"] = append([]string{"journal_mode(WAL)"}, q["_pragma"]...)
	}
	return sqlitefile.Name(path, q)
}
