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
	maxSteps = 100_000_000 // of the parser through the links and marks of paragraphs; see steps
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
	run            run // of lines without a blank one, to which this line belongs
	done           int // steps for the runs before
}

// run is what a paragraph asks of the parser, or several blocks that no blank line parts.
type run struct {
	bytes  int
	lines  int
	ends   int // of brackets: from each the lines are counted again
	links  int // the end of each is looked for in all of the run
	stars  int // and underlines: each that may end an emphasis is compared with those before
	quotes int // and tildes: the same, but quicker
}

func (r run) steps() int {
	return r.links*r.bytes + r.ends*r.lines + r.stars*r.stars + r.quotes*r.quotes/16
}

// add takes a line, and what follows its markers, into the run.
func (r *run) add(line, rest []byte) {
	r.bytes += len(line)
	r.lines++
	r.links += bytes.Count(rest, []byte("](")) + bytes.Count(rest, []byte("]:"))
	for _, c := range rest {
		switch c {
		case ']':
			r.ends++
		case '*', '_':
			r.stars++
		case '"', '\'', '~':
			r.quotes++
		}
	}
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
		s.done += s.run.steps()
		s.columns, s.run = 0, run{}
		return nil
	}
	s.notes += bytes.Count(rest, []byte("[^"))
	if s.notes > maxNotes {
		return s.refuse("Use fewer, or part the text into several files.", "There are more than %d notes and references to them.", maxNotes)
	}
	s.run.add(line, rest)
	if s.done+s.run.steps() > maxSteps {
		return s.refuse("Part it with blank lines.", "The paragraph holds too many links, brackets, quotation marks or signs for emphasis.")
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
