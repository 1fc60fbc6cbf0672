package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// bareBatch is how many rows a transaction of the floor inserts: about what one of ours does.
const bareBatch = 2500

// bareInserts copies the rows of a search index into a new file with the same tables, and returns the processor time in ms of
// the inserts alone.
func bareInserts(from, to string) (float64, error) {
	source, err := sql.Open("sqlite", "file:"+from+"?_pragma=query_only(1)")
	if err != nil {
		return 0, err
	}
	defer source.Close()
	target, err := sql.Open("sqlite", "file:"+to+"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=secure_delete(1)")
	if err != nil {
		return 0, err
	}
	defer target.Close()
	target.SetMaxOpenConns(1)
	if err := copySchema(source, target); err != nil {
		return 0, err
	}
	total := 0.0
	for _, t := range []struct{ name, columns string }{
		{"items", "id, path, hash"}, {"documents", "rowid, title, names, text"}, {"titles", "rowid, title"}, {"passages", "rowid, text, cues"},
	} {
		used, err := copyRows(source, target, t.name, t.columns)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", t.name, err)
		}
		total += used
	}
	return total, nil
}

// copySchema makes the tables and settings of full-text tables.
func copySchema(source, target *sql.DB) error {
	rows, err := source.Query("SELECT sql FROM sqlite_schema WHERE name IN ('items', 'documents', 'titles', 'passages')")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var statement string
		if err := rows.Scan(&statement); err != nil {
			return err
		}
		if _, err := target.Exec(statement); err != nil {
			return err
		}
	}
	for _, name := range []string{"documents", "titles", "passages"} {
		if _, err := target.Exec(fmt.Sprintf("INSERT INTO %s(%s, rank) VALUES ('secure-delete', 1)", name, name)); err != nil {
			return err
		}
	}
	return rows.Err()
}

// copyRows reads rows a batch at a time and returns the processor time in ms that inserting took.
func copyRows(source, target *sql.DB, table, columns string) (float64, error) {
	rows, err := source.Query("SELECT " + columns + " FROM " + table)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	n := strings.Count(columns, ",") + 1
	insert := fmt.Sprintf("INSERT INTO %s(%s) VALUES (?%s)", table, columns, strings.Repeat(", ?", n-1))
	total := 0.0
	var batch [][]any
	flush := func() error {
		used, err := ownCPU(func() error { return insertRows(target, insert, batch) })
		total += used
		batch = batch[:0]
		return err
	}
	for rows.Next() {
		values, to := make([]any, n), make([]any, n)
		for i := range values {
			to[i] = &values[i]
		}
		if err := rows.Scan(to...); err != nil {
			return 0, err
		}
		if batch = append(batch, values); len(batch) == bareBatch {
			if err := flush(); err != nil {
				return 0, err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	return total, flush()
}

func insertRows(db *sql.DB, insert string, batch [][]any) error {
	tx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	statement, err := tx.Prepare(insert)
	if err != nil {
		return err
	}
	for _, values := range batch {
		if _, err := statement.Exec(values...); err != nil {
			return err
		}
	}
	return tx.Commit()
}
