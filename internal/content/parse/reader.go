package parse

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"insider/internal/content/mistake"
	"insider/internal/frontmatter"
)

// reader collects the mistakes of one file while its keys are read.
type reader struct {
	file     string
	first    int // line of the file on which its YAML begins
	mistakes []mistake.Mistake
	full     bool // there were more mistakes than are told
}

// maxMistakes is how many mistakes of one file are told: whoever mends so many looks again.
const maxMistakes = 100

// note adds a mistake. The last one that is told says that there are more.
func (r *reader) note(m mistake.Mistake) {
	switch {
	case len(r.mistakes) < maxMistakes:
		r.mistakes = append(r.mistakes, m)
	case !r.full:
		r.full = true
		r.mistakes[maxMistakes-1].Fix += " The file has more mistakes: mend these first."
	}
}

func (r *reader) complain(line int, rule, sentence, fix string) {
	r.note(mistake.Mistake{File: r.file, Line: line, Rule: rule, Sentence: sentence, Fix: fix})
}

func (r *reader) take(m *frontmatter.Mistake) { r.complain(m.Line, m.Rule, m.Sentence, m.Fix) }

// line returns the line of the file for a line of its YAML.
func (r *reader) line(n int) int { return r.first + n - 1 }

// mapping is a YAML mapping being read: each key is asked for once, and done tells what nobody asked for.
type mapping struct {
	r     *reader
	of    string // what the keys belong to, e.g. "an episode"
	at    int    // line
	pairs map[string]value
	order []string
	asked []string
}

// value is what a key or a place in a list holds.
type value struct {
	r    *reader
	key  string // as people write it, e.g. "title"
	at   int    // line of the key
	node frontmatter.Node
}

func (r *reader) mapping(of string, n frontmatter.Node, line int) *mapping {
	m := &mapping{r: r, of: of, at: line, pairs: make(map[string]value, len(n.Pairs)), order: make([]string, 0, len(n.Pairs))}
	for _, pair := range n.Pairs {
		m.pairs[pair.Key] = value{r, pair.Key, r.line(pair.Line), pair.Value}
		m.order = append(m.order, pair.Key)
	}
	return m
}

// get returns the value of a key; ok is false when it is not written or nothing follows it.
func (m *mapping) get(key string) (value, bool) {
	m.asked = append(m.asked, key)
	return m.pairs[key], m.has(key)
}

// has reports whether a key is written with a value.
func (m *mapping) has(key string) bool {
	v, ok := m.pairs[key]
	return ok && v.node.Kind != frontmatter.Null
}

// lacks reports whether a key is missing, and not only misspelt: that is told once.
func (m *mapping) lacks(key string) bool {
	return !m.has(key) && !slices.ContainsFunc(m.order, func(k string) bool { return k != key && mistake.Nearest(k, []string{key}) != "" })
}

// line returns the line of a key, that of the mapping when it is not written.
func (m *mapping) line(key string) int {
	if v, ok := m.pairs[key]; ok {
		return v.at
	}
	return m.at
}

// notMade are keys for what the Podcasting 2.0 namespace has and Insider does not make.
var notMade = map[string]string{
	"live": "Live items are not made.", "live_item": "Live items are not made.", "live_items": "Live items are not made.",
	"liveItem": "Live items are not made.", "publisher": "Publisher feeds are not made.", "podping": "Podping is not sent.",
}

// done complains of every key that nobody asked for.
func (m *mapping) done() {
	for _, key := range m.order {
		if slices.Contains(m.asked, key) {
			continue
		}
		if why := notMade[key]; why != "" {
			m.r.complain(m.pairs[key].at, mistake.NotMade, why, "Delete the key.")
			continue
		}
		slices.Sort(m.asked)
		fix := "Known keys: " + strings.Join(m.asked, ", ") + "."
		if near := mistake.Nearest(key, m.asked); near != "" {
			fix = fmt.Sprintf("Did you mean %q?", near)
		}
		m.r.complain(m.pairs[key].at, mistake.UnknownKey, fmt.Sprintf("%q is no key of %s.", key, m.of), fix)
	}
}

func (m *mapping) text(key string) string {
	v, ok := m.get(key)
	if !ok {
		return ""
	}
	return v.text()
}

func (m *mapping) flag(key string, otherwise bool) bool {
	v, ok := m.get(key)
	if !ok {
		return otherwise
	}
	if v.node.Kind == frontmatter.Flag {
		return strings.EqualFold(v.node.Text, "true")
	}
	meant := "true"
	if slices.Contains([]string{"no", "off", "n", "0"}, strings.ToLower(v.literal())) {
		meant = "false"
	}
	v.wrongType("true or false", key+": "+meant)
	return otherwise
}

// number returns a whole number of at least 1, or 0 when the key is not written.
func (m *mapping) number(key string) int {
	v, ok := m.get(key)
	if !ok {
		return 0
	}
	n, isNumber := v.whole()
	switch {
	case !isNumber:
		v.wrongType("a whole number", key+": 12")
		return 0
	case n < 1 || n > 1_000_000:
		m.r.complain(v.at, mistake.BadNumber, fmt.Sprintf("%s is %d.", key, n), "Numbers begin with 1; leave the key out when there is none.")
		return 0
	}
	return int(n)
}

// choice returns one of words; the first one when the key is not written.
func (m *mapping) choice(key string, words ...string) string {
	v, ok := m.get(key)
	if !ok {
		return words[0]
	}
	s := v.text()
	if s == "" || slices.Contains(words, s) {
		return cmp.Or(s, words[0])
	}
	fix := "Write one of: " + strings.Join(words, ", ") + "."
	if near := mistake.Nearest(s, words); near != "" {
		fix = fmt.Sprintf("Write: %s: %s", key, near)
	}
	m.r.complain(v.at, mistake.BadChoice, fmt.Sprintf("%s is %q.", key, s), fix)
	return words[0]
}

// list returns the values of a list; nil when the key is not written.
func (m *mapping) list(key string) []value {
	v, ok := m.get(key)
	if !ok {
		return nil
	}
	return v.list()
}

// sub returns the mapping below a key, nil when it is not written.
func (m *mapping) sub(key, of string) *mapping {
	v, ok := m.get(key)
	if !ok {
		return nil
	}
	return v.mapping(of)
}

func (v value) mapping(of string) *mapping {
	if !v.isMapping() {
		v.wrongType("keys of its own", "")
		return nil
	}
	return v.r.mapping(of, v.node, v.at)
}

func (v value) isMapping() bool { return v.node.Kind == frontmatter.Mapping }

func (v value) isList() bool { return v.node.Kind == frontmatter.List }

func (v value) list() []value {
	if !v.isList() {
		v.wrongType("a list", v.key+": ["+v.literal()+"]")
		return nil
	}
	out := make([]value, len(v.node.Items))
	for i, n := range v.node.Items {
		out[i] = value{v.r, v.key, v.r.line(n.Line), n}
	}
	return out
}

// text returns a text without outer blanks. Numbers and true or false are asked to stand in quotes, so that nothing is
// read as something else than what was written.
func (v value) text() string {
	switch v.node.Kind {
	case frontmatter.Text:
		return v.node.Text
	case frontmatter.Integer, frontmatter.Number, frontmatter.Flag:
		v.wrongType("a text", v.key+": "+frontmatter.Quote(v.literal()))
	default:
		v.wrongType("a text", v.key+`: "..."`)
	}
	return ""
}

// literal returns a scalar as it is written, "" for anything else.
func (v value) literal() string { return v.node.Text }

func (v value) whole() (int64, bool) {
	if v.node.Kind != frontmatter.Integer {
		return 0, false
	}
	n, err := strconv.ParseInt(v.literal(), 10, 64)
	return n, err == nil
}

func (v value) wrongType(wants, example string) {
	fix := "Mend it as docs/content.md shows."
	if example != "" {
		fix = "Write: " + example
	}
	v.r.complain(v.at, mistake.WrongType, fmt.Sprintf("%s holds %s; it takes %s.", v.key, v.node.Kind, wants), fix)
}
