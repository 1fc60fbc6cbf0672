package main

import (
	"context"
	"database/sql"
	"fmt"
	"runtime"
)

const (
	queryRounds = 25
	queryTimes  = 20 // of each query in a round
)

// queries measures searches of two words of which one to very many passages have both, against the statements of FTS5 alone:
// counting what matches, and the best passages and documents with their snippets.
func (b *bench) queries(index *searchable) error {
	db, err := sql.Open("sqlite", "file:"+index.path+"?_pragma=query_only(1)")
	if err != nil {
		return err
	}
	defer db.Close()
	names := vocabularyWords()
	for _, q := range []struct {
		how    string
		first  int
		second int
	}{{"rare", 3000, 9000}, {"seldom", 300, 900}, {"frequent", 50, 200}, {"very frequent", 5, 40}} {
		first, second := names[q.first], names[q.second]
		floor, err := newBareSearch(db, first, second)
		if err != nil {
			return err
		}
		var ours, bare []float64
		for range queryRounds {
			for _, m := range []struct {
				to  *[]float64
				run func() error
			}{{&ours, func() error { return searchFor(index, first+" "+second) }}, {&bare, floor.run}} {
				runtime.GC()
				used, err := ownCPU(func() error { return repeat(queryTimes, m.run) })
				if err != nil {
					return err
				}
				*m.to = append(*m.to, used*1e3/queryTimes)
			}
		}
		b.table.add(row{what: "search, two " + q.how + " words, us CPU", ours: format(ours, "%.0f"), floor: format(bare, "%.0f"), ratio: median(ratios(ours, bare)), limit: 1.2,
			note: fmt.Sprintf("(%d passages; floor is the same in bare FTS5)", floor.matches)})
		floor.close()
	}
	return nil
}

func repeat(n int, f func() error) error {
	for range n {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

func searchFor(index *searchable, typed string) error {
	r, err := index.Search(context.Background(), typed, "")
	if err == nil && (r.Total() == 0 || r.Any) {
		err = fmt.Errorf("nothing has %q", typed)
	}
	return err
}

// bareSearch is what whoever writes a search over these tables would run.
type bareSearch struct {
	statements []*sql.Stmt
	match      string
	matches    int
}

func newBareSearch(db *sql.DB, first, second string) (*bareSearch, error) {
	s := &bareSearch{match: fmt.Sprintf(`"%s" AND ("%s" OR "%s" *)`, first, second, second)}
	for _, text := range []string{
		"SELECT count(*) FROM passages WHERE passages MATCH ?",
		"SELECT rowid, snippet(passages, 0, '<', '>', '...', 40), cues FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT 10",
		"SELECT count(*) FROM documents WHERE documents MATCH ?",
		"SELECT rowid, highlight(documents, 0, '<', '>'), snippet(documents, 2, '<', '>', '...', 28) FROM documents WHERE documents MATCH ? ORDER BY rank LIMIT 5",
	} {
		statement, err := db.Prepare(text)
		if err != nil {
			return nil, err
		}
		s.statements = append(s.statements, statement)
	}
	return s, s.statements[0].QueryRow(s.match).Scan(&s.matches)
}

func (s *bareSearch) run() error {
	for _, statement := range s.statements {
		if err := readAll(statement, s.match); err != nil {
			return err
		}
	}
	return nil
}

func (s *bareSearch) close() {
	for _, statement := range s.statements {
		_ = statement.Close()
	}
}

// readAll reads every row of a statement.
func readAll(statement *sql.Stmt, args ...any) error {
	rows, err := statement.Query(args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, to := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range values {
		to[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return err
		}
	}
	return rows.Err()
}
