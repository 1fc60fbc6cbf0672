package site

import "insider/internal/fault"

// mistakes is templates/parts/mistakes.html: the summary above a form that was not taken. A page struct embeds it.
type mistakes struct {
	Fields  []fault.Field // what is wrong, in the order of the form
	Problem string        // why it was not taken although nothing is wrong with it
}

// Wrong is what is wrong with a field, or "".
func (m mistakes) Wrong(name string) string {
	for _, f := range m.Fields {
		if f.Name == name {
			return f.Sentence
		}
	}
	return ""
}
