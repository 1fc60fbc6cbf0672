package store

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"insider/internal/archive"
)

// Snapshot calls row with every row that a copy holds, table by table, each row as a JSON object. All of it is of one
// moment, and the database can be written meanwhile. Nothing is read again after an error.
func (s *Store) Snapshot(ctx context.Context, row func(table string, line []byte) error) (snapshot archive.Snapshot, err error) {
	schema, err := s.Schema(ctx)
	if err != nil {
		return snapshot, err
	}
	if err := schema.refuseNewer(); err != nil {
		return snapshot, err
	}
	snapshot.Backend = s.backend
	err = s.reader.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if s.backend == "postgres" { // whoever takes the copy may be slow
			if err := tx.Exec("SET LOCAL idle_in_transaction_session_timeout = 0").Error; err != nil {
				return err
			}
		}
		if err := tx.Raw(schemaVersion).Scan(&snapshot.Schema).Error; err != nil {
			return err
		}
		for _, t := range tables {
			if err := copyTable(tx, t, row); err != nil {
				return err
			}
		}
		snapshot.Last, err = s.lastNumbers(tx)
		return err
	}, s.ofOneMoment())
	return snapshot, asFault(err)
}

// copyTable reads the rows of one table that a copy holds; one that the schema does not have yet is passed over.
func copyTable(tx *gorm.DB, t table, row func(table string, line []byte) error) error {
	if t.kept == none || !tx.Migrator().HasTable(t.name) {
		return nil
	}
	rows, err := tx.Raw("SELECT * FROM " + t.name + " WHERE " + t.kept).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	cells, err := cellsOf(rows)
	if err != nil {
		return err
	}
	values, places := make([]any, len(cells)), make([]any, len(cells))
	for i := range values {
		places[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return err
		}
		line, err := encodeRow(cells, values)
		if err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		if err := row(t.name, line); err != nil {
			return err
		}
	}
	return rows.Err()
}

// lastNumbers returns the last number that each table gave to a row: none is given again, also when its row is gone.
func (s *Store) lastNumbers(tx *gorm.DB) (map[string]int64, error) {
	query := "SELECT name, seq FROM sqlite_sequence"
	if s.backend == "postgres" {
		query = "SELECT c.relname, pg_sequence_last_value(pg_get_serial_sequence(quote_ident(c.relname), a.attname)::regclass) FROM pg_class c " +
			"JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = current_schema()::regnamespace AND a.attidentity <> ''"
	}
	rows, err := tx.Raw(query).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]int64{}
	for rows.Next() {
		var name string
		var last sql.NullInt64
		if err := rows.Scan(&name, &last); err != nil {
			return nil, err
		}
		all[name] = last.Int64
	}
	last := map[string]int64{}
	for _, t := range tables {
		if n := all[t.name]; n > 0 && t.kept != none {
			last[t.name] = n
		}
	}
	return last, rows.Err()
}
