package searchfile

import (
	"context"
	"database/sql"
	"iter"

	"insider/internal/search"
)

// passageBits is how much of a passage's rowid is its number; the rest is its item's ID.
const passageBits = 12

// Put writes entries in one transaction, each in place of what had its ID.
func (x *Index) Put(ctx context.Context, entries iter.Seq[search.Entry]) error {
	return x.write(ctx, func(w *writer) error {
		for e := range entries {
			if err := w.put(ctx, &e); err != nil {
				return err
			}
		}
		return nil
	})
}

// Remove takes items out. Their bytes are overwritten in the file, and the log beside it is emptied.
func (x *Index) Remove(ctx context.Context, ids []int64) error {
	return x.write(ctx, func(w *writer) error {
		for _, id := range ids {
			if err := w.remove(ctx, id); err != nil {
				return err
			}
		}
		w.removed = true // perhaps by an attempt before, which did not come to the end
		return nil
	})
}

// write runs f in one transaction.
func (x *Index) write(ctx context.Context, f func(*writer) error) error {
	return x.use(func() error {
		tx, err := x.writer.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		w := &writer{tx: tx}
		if err := w.prepare(ctx); err != nil {
			return err
		}
		if err := f(w); err != nil {
			return err
		}
		if err := tx.Commit(); err != nil || !w.removed {
			return err
		}
		return x.wipe(ctx)
	})
}

// wipe writes the log into the file and empties it, for what was removed may still stand there. SQLite waits for searches
// under way within its time-out.
func (x *Index) wipe(ctx context.Context) error {
	var busy, logged, moved int
	err := x.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &logged, &moved)
	if err == nil && busy != 0 {
		err = errNotOpen
	}
	return err
}

// writer writes within one transaction.
type writer struct {
	tx                                    *sql.Tx
	known, item, document, title, passage *sql.Stmt
	cues                                  []byte
	removed                               bool // something was
}

func (w *writer) prepare(ctx context.Context) (err error) {
	for _, p := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&w.known, "SELECT count(*) FROM items WHERE id = ?"},
		{&w.item, "INSERT INTO items(id, path, hash) VALUES (?, ?, ?)"},
		{&w.document, "INSERT INTO documents(rowid, title, names, text) VALUES (?, ?, ?, ?)"},
		{&w.title, "INSERT INTO titles(rowid, title) VALUES (?, ?)"},
		{&w.passage, "INSERT INTO passages(rowid, text, cues) VALUES (?, ?, ?)"},
	} {
		if *p.to, err = w.tx.PrepareContext(ctx, p.sql); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) put(ctx context.Context, e *search.Entry) error {
	var known int
	if err := w.known.QueryRowContext(ctx, e.ID).Scan(&known); err != nil {
		return err
	}
	if known > 0 {
		w.removed = true
		if err := w.remove(ctx, e.ID); err != nil {
			return err
		}
	}
	if _, err := w.item.ExecContext(ctx, e.ID, e.Path, e.Hash); err != nil {
		return err
	}
	if e.Title != "" {
		if _, err := w.document.ExecContext(ctx, e.ID, e.Title, e.Names, e.Text); err != nil {
			return err
		}
		if _, err := w.title.ExecContext(ctx, e.ID, e.Title); err != nil {
			return err
		}
	}
	for i, p := range e.Passages[:min(len(e.Passages), 1<<passageBits)] {
		w.cues = appendCues(w.cues[:0], p.Cues)
		if _, err := w.passage.ExecContext(ctx, passageRow(search.Place{ID: e.ID, Number: i}), p.Text, w.cues); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) remove(ctx context.Context, id int64) error {
	first := id << passageBits
	for _, d := range []struct {
		sql  string
		args []any
	}{
		{"DELETE FROM documents WHERE rowid = ?", []any{id}},
		{"DELETE FROM titles WHERE rowid = ?", []any{id}},
		{"DELETE FROM passages WHERE rowid BETWEEN ? AND ?", []any{first, first | (1<<passageBits - 1)}},
		{"DELETE FROM items WHERE id = ?", []any{id}},
	} {
		if _, err := w.tx.ExecContext(ctx, d.sql, d.args...); err != nil {
			return err
		}
	}
	return nil
}
