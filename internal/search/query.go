package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxText   = 300 // bytes of a query that are read
	maxTerms  = 12
	minPrefix = 3 // letters from which on the last word may be the beginning of a longer one
)

// Query is what somebody typed, understood. All words must occur; what stands between quotation marks must occur as it
// stands; the last word may be the beginning of a longer one. Nothing else has a meaning: operators of FTS5 are plain words.
type Query struct {
	Text  string // on one line, to be shown again
	Cut   bool   // more was typed than is searched for
	terms []term
}

// term is a word or a phrase. A word such as "IT/OT" is two words side by side to the index.
type term struct {
	text   string // without quotation marks, with a letter or a digit
	phrase bool   // it was quoted
	prefix bool   // it may be the beginning of a longer word
}

// Parse understands what somebody typed, whatever it is.
func Parse(typed string) Query {
	var q Query
	q.Text, q.Cut = shorten(clean(typed))
	parts := strings.Split(strings.Map(quote, q.Text), `"`)
	for i, part := range parts {
		if i%2 == 1 {
			q.add(term{text: part, phrase: true})
			continue
		}
		for word := range strings.FieldsSeq(part) {
			q.add(term{text: word})
		}
	}
	if last, _ := utf8.DecodeLastRuneInString(typed); len(q.terms) > 0 && len(parts)%2 == 1 && !q.Cut && spoken(last) {
		t := &q.terms[len(q.terms)-1]
		t.prefix = !t.phrase && lettersAtEnd(t.text) >= minPrefix
	}
	return q
}

// add adds a term that says something and was not said yet.
func (q *Query) add(t term) {
	t.text = strings.TrimFunc(t.text, func(r rune) bool { return !spoken(r) })
	if t.text == "" || slices.Contains(q.terms, t) {
		return
	}
	if len(q.terms) == maxTerms {
		q.Cut = true
		return
	}
	q.terms = append(q.terms, t)
}

// spoken reports whether a character is part of a word.
func spoken(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// quote makes every quotation mark a plain one.
func quote(r rune) rune {
	if strings.ContainsRune("“”„‟«»", r) {
		return '"'
	}
	return r
}

func lettersAtEnd(text string) (n int) {
	for text != "" {
		r, size := utf8.DecodeLastRuneInString(text)
		if !spoken(r) {
			return n
		}
		text = text[:len(text)-size]
		n++
	}
	return n
}

// clean puts a text on one line, without what is no text and without marks that turn the direction of what follows.
func clean(text string) string {
	const joiners = "\u200c\u200d" // letters of some scripts change with them
	text = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r) && !strings.ContainsRune(joiners, r):
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// shorten cuts what is too long after a word, if there is one.
func shorten(text string) (short string, cut bool) {
	if len(text) <= maxText {
		return text, false
	}
	end := strings.LastIndexByte(text[:maxText+1], ' ')
	if end <= 0 {
		for end = maxText; !utf8.RuneStart(text[end]); end-- {
		}
	}
	return text[:end], true
}

// Empty reports whether there is nothing to search for.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// all is the expression that asks for every term.
func (q Query) all() string { return q.join(" AND ") }

// any is the expression that asks for one of the terms.
func (q Query) any() string { return q.join(" OR ") }

func (q Query) join(operator string) string {
	parts := make([]string, len(q.terms))
	for i, t := range q.terms {
		parts[i] = t.match()
	}
	return strings.Join(parts, operator)
}

// match is the expression of one term. The word itself counts beside its longer ones, so that it ranks before them.
func (t term) match() string {
	if t.prefix {
		return "(" + t.exact() + " OR " + t.exact() + " *)"
	}
	return t.exact()
}

// exact is the term as a string of FTS5, in which nothing has a meaning but a quotation mark, and there is none.
func (t term) exact() string { return `"` + part(t.text) + `"` }

// beginnings is the expression for titles: the last term may always go on.
func (q Query) beginnings() string {
	parts := make([]string, len(q.terms))
	for i, t := range q.terms {
		parts[i] = t.exact()
	}
	return strings.Join(parts, " AND ") + " *"
}
