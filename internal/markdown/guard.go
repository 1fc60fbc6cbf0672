package markdown

import (
	"bytes"
	"fmt"
)

// What an editor's file may ask of the parser, which cannot be stopped once it runs. Each bound is far beyond honest use.
const (
	maxBytes = 1 << 20     // a file
	maxDepth = 24          // lists and quotes inside each other
	maxCells = 20_000      // table cells, counting those that the parser adds to short rows
	maxNotes = 2_000       // footnotes and references to them
	maxSteps = 100_000_000 // links times bytes of their paragraphs
)

// Check applies the guards to an editor's text without rendering it: size, nesting, table cells, notes and links. Errors
// are *Error.
func Check(src []byte) error {
	if len(src) > maxBytes {
		return &Error{Sentence: fmt.Sprintf("The text has %d bytes; 1 MiB is the most.", len(src)), Fix: "Part it into several files."}
	}
	if err := scan(src, maxDepth); err != nil {
		return err
	}
	return nil
}

// scanner walks the lines of a text and adds up what they ask of the parser.
type scanner struct {
	depth          int // allowed
	line           int
	cells, columns int // of tables; columns of the one that this line may belong to
	notes          int
	links, bytes   int // of this run of lines without a blank one: the parser looks for the end of each link in all of it
	steps          int // links times bytes of the runs before
}

func scan(src []byte, depth int) *Error {
	s := scanner{depth: depth}
	for line := range bytes.Lines(src) {
		s.line++
		if err := s.see(bytes.TrimRight(line, "\r\n")); err != nil {
			return err
		}
	}
	return nil
}

func (s *scanner) see(line []byte) *Error {
	depth, rest := containers(line)
	if depth > s.depth {
		return s.refuse("Nest them less, or set the text apart with headings.", "Lists and quotes are nested more than %d deep.", s.depth)
	}
	if len(bytes.TrimSpace(rest)) == 0 {
		s.steps += s.links * s.bytes
		s.columns, s.links, s.bytes = 0, 0, 0
		return nil
	}
	s.notes += bytes.Count(rest, []byte("[^"))
	if s.notes > maxNotes {
		return s.refuse("Use fewer, or part the text into several files.", "There are more than %d notes and references to them.", maxNotes)
	}
	s.links += bytes.Count(rest, []byte("](")) + bytes.Count(rest, []byte("]:"))
	s.bytes += len(line)
	if s.steps+s.links*s.bytes > maxSteps {
		return s.refuse("Part it with blank lines.", "The paragraph holds too many links for its length.")
	}
	return s.table(rest)
}

func (s *scanner) table(line []byte) *Error {
	if c := delimiterColumns(line); c > 0 {
		s.columns = max(s.columns, c)
		s.cells += s.columns // the head above
	}
	s.cells += s.columns
	if s.cells > maxCells {
		return s.refuse("Shorten them, or offer the data as a file to download.", "The tables have more than %d cells.", maxCells)
	}
	return nil
}

func (s *scanner) refuse(fix, sentence string, args ...any) *Error {
	return &Error{s.line, fmt.Sprintf(sentence, args...), fix}
}

// delimiterColumns returns how many columns a table has whose delimiter row is line, 0 when line is not one.
func delimiterColumns(line []byte) int {
	if !bytes.ContainsRune(line, '|') || !bytes.ContainsRune(line, '-') || len(bytes.Trim(line, "|-: \t")) > 0 {
		return 0
	}
	line = bytes.TrimSpace(line)
	line = bytes.TrimSuffix(bytes.TrimPrefix(line, []byte("|")), []byte("|"))
	return bytes.Count(line, []byte("|")) + 1
}
