package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"insider/internal/audit"
	"insider/internal/fault"
)

// Building is a database that is filled beside its place: a file beside the file, a schema beside the schema. Until Finish
// nobody sees anything of it.
type Building struct {
	store   *Store
	builder builder
	cells   map[string][]cell
}

// builder makes a database beside its place.
type builder interface {
	// clear removes what an earlier building left, and opens the place beside.
	clear(ctx context.Context) (*Store, error)
	// swap puts the finished database, which is closed when it returns, in its place: all of it or nothing.
	swap(ctx context.Context, s *Store) error
	// abandon removes what was built.
	abandon(ctx context.Context, s *Store) error
}

// Build begins to build the database of c with the schema of a version. It is a Conflict when there is a database already.
func Build(ctx context.Context, c Config, schema int64) (*Building, error) {
	builder, err := builderOf(ctx, c)
	if err != nil {
		return nil, err
	}
	s, err := builder.clear(ctx)
	if err != nil {
		return nil, err
	}
	b := &Building{store: s, builder: builder, cells: map[string][]cell{}}
	if err := b.begin(ctx, schema); err != nil {
		return nil, errors.Join(err, b.Abandon(ctx))
	}
	return b, nil
}

// begin makes empty tables.
func (b *Building) begin(ctx context.Context, version int64) error {
	schema, err := b.store.Schema(ctx)
	if err != nil {
		return err
	}
	if version < 1 || version > schema.Newest {
		return fault.New(fault.Unavailable, "The backup has version %d of the database, and this program knows versions 1 to %d. Install the program that made it, or a newer one.", version, schema.Newest)
	}
	p, err := b.store.provider()
	if err != nil {
		return err
	}
	if _, err := p.UpTo(ctx, version); err != nil {
		return asFault(err)
	}
	return b.store.write(ctx, func(tx *gorm.DB) error {
		for _, t := range tables { // what migrations put in comes from the copy too
			if tx.Migrator().HasTable(t.name) {
				if err := tx.Exec("DELETE FROM " + t.name).Error; err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Insert adds rows of a table, each a JSON object with exactly its columns.
func (b *Building) Insert(ctx context.Context, table string, lines [][]byte) error {
	cells, err := b.columns(ctx, table)
	if err != nil {
		return err
	}
	rows := make([][]any, len(lines))
	for i, line := range lines {
		if rows[i], err = decodeRow(cells, line); err != nil {
			return fault.Wrap(err, fault.Invalid, "The backup does not fit: a row of table %s is not as it must be.", table)
		}
	}
	return b.store.insert(ctx, table, cells, rows)
}

// columns returns the columns of a table that copies hold.
func (b *Building) columns(ctx context.Context, name string) ([]cell, error) {
	if cells, known := b.cells[name]; known {
		return cells, nil
	}
	if !inCopies(name) {
		return nil, fault.New(fault.Invalid, "The backup does not fit: it has a table %q.", name)
	}
	rows, err := b.store.pools[0].QueryContext(ctx, "SELECT * FROM "+name+" WHERE FALSE")
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "The backup does not fit: its version of the database has no table %s.", name)
	}
	defer rows.Close()
	if b.cells[name], err = cellsOf(rows); err != nil {
		return nil, err
	}
	return b.cells[name], rows.Err()
}

func inCopies(name string) bool {
	for _, t := range tables {
		if t.name == name {
			return t.kept != none
		}
	}
	return false
}

// rowsAtOnce is how many rows one statement adds.
const rowsAtOnce = 200

// insert adds rows in one transaction.
func (s *Store) insert(ctx context.Context, table string, cells []cell, rows [][]any) error {
	tx, err := s.pools[0].BeginTx(ctx, nil)
	if err != nil {
		return asFault(err)
	}
	defer tx.Rollback() // nothing after a commit
	for len(rows) > 0 {
		n := min(rowsAtOnce, len(rows))
		values := make([]any, 0, n*len(cells))
		for _, row := range rows[:n] {
			values = append(values, row...)
		}
		if _, err := tx.ExecContext(ctx, s.insertStatement(table, cells, n), values...); err != nil {
			return fault.Wrap(asFault(err), fault.Invalid, "The backup does not fit: rows of table %s cannot be kept.", table)
		}
		rows = rows[n:]
	}
	return asFault(tx.Commit())
}

// insertStatement adds n rows with their own numbers.
func (s *Store) insertStatement(table string, cells []cell, n int) string {
	names := make([]string, len(cells))
	for i, c := range cells {
		names[i] = c.name
	}
	var q strings.Builder
	fmt.Fprintf(&q, "INSERT INTO %s (%s) ", table, strings.Join(names, ", "))
	if s.backend == "postgres" {
		q.WriteString("OVERRIDING SYSTEM VALUE ")
	}
	q.WriteString("VALUES ")
	for i := range n * len(cells) {
		switch {
		case i == 0:
			q.WriteString("(")
		case i%len(cells) == 0:
			q.WriteString("), (")
		default:
			q.WriteString(", ")
		}
		if s.backend == "postgres" {
			fmt.Fprintf(&q, "$%d", i+1)
		} else {
			q.WriteString("?")
		}
	}
	return q.String() + ")"
}

// Complete makes each table go on after its last number, and brings the schema up to date.
func (b *Building) Complete(ctx context.Context, last map[string]int64) error {
	for table, n := range last {
		if !inCopies(table) {
			return fault.New(fault.Invalid, "The backup does not fit: it has a table %q.", table)
		}
		if err := b.store.goOnAfter(ctx, table, n); err != nil {
			return err
		}
	}
	return b.store.migrate(ctx, nil)
}

// goOnAfter makes the next row of a table get a number beyond n.
func (s *Store) goOnAfter(ctx context.Context, table string, n int64) error {
	if s.backend == "postgres" {
		_, err := s.pools[0].ExecContext(ctx, "SELECT setval(pg_get_serial_sequence($1, 'id'), $2)", table, n)
		return asFault(err)
	}
	if _, err := s.pools[0].ExecContext(ctx, "DELETE FROM sqlite_sequence WHERE name = ?", table); err != nil {
		return asFault(err)
	}
	_, err := s.pools[0].ExecContext(ctx, "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, n)
	return asFault(err)
}

// Store is the database as far as it is built.
func (b *Building) Store() *Store { return b.store }

// restoredMark is the setting that tells which restore made the database.
const restoredMark = "restored"

// Finish notes in the database which restore made it and from a copy of which moment, holds its mails, and puts it in its
// place. The building is over, whatever it returns.
func (b *Building) Finish(ctx context.Context, mark string, made time.Time) error {
	s := b.store
	err := s.write(ctx, func(tx *gorm.DB) error {
		if err := setSetting(tx, mailHeld, "on", s.now()); err != nil {
			return err
		}
		if err := setSetting(tx, restoredMark, mark, s.now()); err != nil {
			return err
		}
		return appendAudit(tx, audit.Entry{
			Actor: "operator", Act: "database.restore", Subject: "database", Details: map[string]string{"backup": made.UTC().Format(time.RFC3339)},
		})
	})
	if err != nil {
		return errors.Join(err, b.Abandon(ctx))
	}
	return b.builder.swap(ctx, s)
}

// Abandon removes what was built.
func (b *Building) Abandon(ctx context.Context) error {
	return b.builder.abandon(context.WithoutCancel(ctx), b.store)
}
