// Package mistake is what can be wrong with the content folder: the rules by name, and one mistake with its place, what is
// wrong and how to mend it. Who breaks a rule is found where the files are read and compared.
package mistake

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Mistake is something in the content folder that its author has to mend.
type Mistake struct {
	File     string // slash path within the folder
	Line     int    // from 1; 0 when it is the file as a whole
	Rule     string // which rule of Rules it breaks
	Sentence string // what is wrong
	Fix      string // what to do, often the line to write
}

// oneLine writes line ends, which names of files can hold, as in Go.
var oneLine = strings.NewReplacer("\n", `\n`, "\r", `\r`)

// String returns the mistake in one line: "episodes/x.md:4: sentence fix".
func (m Mistake) String() string {
	where := m.File
	if m.Line > 0 {
		where += ":" + strconv.Itoa(m.Line)
	}
	return oneLine.Replace(strings.TrimSpace(where + ": " + m.Sentence + " " + m.Fix))
}

// Sort sorts by file, line and rule and drops doubles.
func Sort(list []Mistake) []Mistake {
	slices.SortFunc(list, func(a, b Mistake) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Sentence, b.Sentence))
	})
	return slices.Compact(list)
}
