package searchfile

import (
	"context"
	"database/sql"
	"encoding/json"

	"insider/internal/search"
)

// query is one of the statements that searches run. Whatever they look for is given as a parameter.
type query int

const (
	queryDocuments query = iota
	queryDescriptions
	queryPassages
	queryQuotes
	queryTitles
	queryDocumentStems
	queryPassageStems
)

// FTS5 sorts by rank in a statement of its own, prepared for each search; scores that are sorted here take half as long. A plus
// before rowid keeps it from evaluating an expression for each rowid anew: passing over all matches is quicker.
var statements = [...]string{
	queryDocuments: "SELECT rowid, bm25(documents, 8.0, 4.0, 1.0) FROM documents WHERE documents MATCH ? LIMIT ?",
	queryDescriptions: `SELECT rowid, highlight(documents, 0, ?2, ?3), highlight(documents, 1, ?2, ?3), snippet(documents, 2, ?2, ?3, '…', 28)
		FROM documents WHERE documents MATCH ?1 AND +rowid IN (SELECT value FROM json_each(?4)) LIMIT json_array_length(?4)`,
	queryPassages: "SELECT rowid, bm25(passages) FROM passages WHERE passages MATCH ? LIMIT ?",
	queryQuotes: `SELECT rowid, highlight(passages, 0, ?2, ?3), cues
		FROM passages WHERE passages MATCH ?1 AND +rowid IN (SELECT value FROM json_each(?4)) LIMIT json_array_length(?4)`,
	queryTitles:        "SELECT rowid FROM titles WHERE titles MATCH ? ORDER BY rank LIMIT ?",
	queryDocumentStems: "SELECT term, doc FROM document_stems WHERE term >= ? AND term < ?",
	queryPassageStems:  "SELECT term, doc FROM passage_stems WHERE term >= ? AND term < ?",
}

func prepare(ctx context.Context, db *sql.DB) (prepared [len(statements)]*sql.Stmt, err error) {
	for i, text := range statements {
		if prepared[i], err = db.PrepareContext(ctx, text); err != nil {
			return prepared, err
		}
	}
	return prepared, nil
}

// Documents returns documents that match, those with the lowest IDs.
func (x *Index) Documents(ctx context.Context, match string, limit int) (found []search.Found, err error) {
	err = x.each(ctx, queryDocuments, func(rows *sql.Rows) error {
		var f search.Found
		err := rows.Scan(&f.ID, &f.Score)
		found = append(found, f)
		return err
	}, match, limit)
	return found, err
}

// Passages returns passages that match, those of the items with the lowest IDs.
func (x *Index) Passages(ctx context.Context, match string, limit int) (found []search.Found, err error) {
	err = x.each(ctx, queryPassages, func(rows *sql.Rows) error {
		var rowid int64
		var f search.Found
		err := rows.Scan(&rowid, &f.Score)
		f.Place = passageAt(rowid)
		found = append(found, f)
		return err
	}, match, limit)
	return found, err
}

// passageAt returns the passage in a row, and passageRow the row of a passage.
func passageAt(rowid int64) search.Place {
	return search.Place{ID: rowid >> passageBits, Number: int(rowid & (1<<passageBits - 1))}
}

func passageRow(p search.Place) int64 { return p.ID<<passageBits | int64(p.Number) }

// Describe returns how documents match, by ID; those that are not there any more are left out.
func (x *Index) Describe(ctx context.Context, match string, ids []int64) (map[int64]search.Description, error) {
	out := make(map[int64]search.Description, len(ids))
	err := x.marked(ctx, queryDescriptions, match, ids, func(rows *sql.Rows) error {
		var id int64
		var d search.Description
		err := rows.Scan(&id, &d.Title, &d.Names, &d.Text)
		out[id] = d
		return err
	})
	return out, err
}

// Quote returns what is said in passages, by place; those that are not there any more are left out.
func (x *Index) Quote(ctx context.Context, match string, places []search.Place) (map[search.Place]search.Spoken, error) {
	out := make(map[search.Place]search.Spoken, len(places))
	rowids := make([]int64, len(places))
	for i, p := range places {
		rowids[i] = passageRow(p)
	}
	err := x.marked(ctx, queryQuotes, match, rowids, func(rows *sql.Rows) (err error) {
		var rowid int64
		var s search.Spoken
		var cues sql.RawBytes
		if err := rows.Scan(&rowid, &s.Text, &cues); err != nil {
			return err
		}
		s.Cues, err = readCues(cues, len(s.Text.Plain()))
		out[passageAt(rowid)] = s
		return err
	})
	return out, err
}

// marked runs a statement about rows that match.
func (x *Index) marked(ctx context.Context, which query, match string, rowids []int64, f func(*sql.Rows) error) error {
	if len(rowids) == 0 {
		return nil
	}
	list, err := json.Marshal(rowids)
	if err != nil {
		return err
	}
	return x.each(ctx, which, f, match, search.MarkOpen, search.MarkClose, string(list))
}

// Titles returns the IDs of documents whose title matches, the best first.
func (x *Index) Titles(ctx context.Context, match string, limit int) (ids []int64, err error) {
	err = x.each(ctx, queryTitles, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, match, limit)
	return ids, err
}

// Stems calls yield with every stem of documents and passages in [from, to), and in how many of them it is.
func (x *Index) Stems(ctx context.Context, from, to string, yield func(stem string, count int)) error {
	for _, which := range []query{queryDocumentStems, queryPassageStems} {
		err := x.each(ctx, which, func(rows *sql.Rows) error {
			var stem string
			var count int
			err := rows.Scan(&stem, &count)
			if err == nil {
				yield(stem, count)
			}
			return err
		}, from, to)
		if err != nil {
			return err
		}
	}
	return nil
}

// each runs a statement and calls f with its rows.
func (x *Index) each(ctx context.Context, which query, f func(*sql.Rows) error, args ...any) error {
	return x.use(func() error {
		rows, err := x.queries[which].QueryContext(ctx, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := f(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}
