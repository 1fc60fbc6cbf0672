package related

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"insider/internal/edition"
	"insider/internal/show"
)

const (
	longest    = 40_000 // bytes of a text that are looked at
	mostTerms  = 300    // words kept of one text
	keptTexts  = 4000   // texts whose words are kept, some 2 KB each
	inTitle    = 4      // how often a word in the title counts
	inSummary  = 2
	faint      = .03 // resemblance of any two texts
	strong     = .35 // resemblance of two about the same thing
	told       = .2  // of worthText: what is less may be chance
	mostShared = 3   // words that are told
	telling    = 2   // weight of a word that is said with stress: in the title, or three times
)

// text is the words of an item with how much each says of it, by word.
type text []term

type term struct {
	word   uint32
	weight float32 // 1 plus the logarithm of how often
}

// texts keeps the words of items. The zero value is ready; it is safe for concurrent use.
type texts struct {
	mu   sync.Mutex
	kept map[version]text
}

// of returns the words of an item. What cannot be read just now says only title and summary: that is not whole and not kept.
func (t *texts) of(item show.Item) (x text, whole bool) {
	key := versionOf(item)
	t.mu.Lock()
	known, ok := t.kept[key]
	t.mu.Unlock()
	if ok {
		return known, true
	}
	body, err := bodyOf(item)
	if x = textOf(item, body); err != nil {
		return x, false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept == nil || len(t.kept) >= keptTexts {
		t.kept = map[version]text{}
	}
	t.kept[key] = x
	return x, true
}

// bodyOf is the text of an item without markup.
func bodyOf(item show.Item) (string, error) {
	var body show.Text
	switch x := item.(type) {
	case *show.Story:
		return x.Plain, nil
	case *show.Episode:
		body = x.Notes
	case *show.Article:
		body = x.Body
	}
	if body == nil {
		return "", nil
	}
	d, err := body.Document()
	if err != nil {
		return "", err
	}
	return d.Plain[:min(longest, len(d.Plain))], nil
}

func textOf(item show.Item, body string) text {
	counts := map[uint32]int{}
	add := func(of string, times int) {
		words(of, func(_, compared string) { counts[id(compared)] += times })
	}
	add(item.Heading(), inTitle)
	add(item.Lead(), inSummary)
	add(body, 1)
	for _, p := range edition.PeopleOf(item) { // people are a signal of their own
		words(p.Name, func(_, compared string) { delete(counts, id(compared)) })
	}
	x := make(text, 0, len(counts))
	for word, n := range counts {
		x = append(x, term{word, float32(1 + math.Log(float64(n)))})
	}
	if len(x) > mostTerms {
		slices.SortFunc(x, func(a, b term) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.word, b.word)) })
		x = slices.Clone(x[:mostTerms])
	}
	slices.SortFunc(x, func(a, b term) int { return cmp.Compare(a.word, b.word) })
	return x
}

// compare says of each candidate how much its text resembles that of an item: the cosine of the angle between their words,
// each weighed by how often it is used and by how few texts of the show use it.
func (f *Finder) compare(e *edition.Edition, item show.Item, candidates []*Match) {
	rare := f.rareness(e)
	own, _ := f.texts.of(item)
	for _, m := range candidates {
		other, _ := f.texts.of(m.Item)
		var resemblance float64
		resemblance, m.shared = cosine(own, other, rare)
		m.resembles = worthText * min(1, max(0, resemblance-faint)/(strong-faint))
	}
}

// cosine returns how alike two texts are, from 0 to 1, and the words that do most for it, the weightiest first.
func cosine(a, b text, rare func(uint32) float64) (float64, []uint32) {
	product := 0.0
	var most [mostShared]part
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].word < b[j].word:
			i++
			continue
		case a[i].word > b[j].word:
			j++
			continue
		}
		r := rare(a[i].word)
		p := part{a[i].word, float64(a[i].weight) * float64(b[j].weight) * r * r, max(a[i].weight, b[j].weight) >= telling}
		product += p.of
		if at := slices.IndexFunc(most[:], p.above); at >= 0 {
			copy(most[at+1:], most[at:])
			most[at] = p
		}
		i, j = i+1, j+1
	}
	if product == 0 {
		return 0, nil
	}
	var words []uint32
	for _, m := range most {
		if m.of > 0 && m.tells == most[0].tells {
			words = append(words, m.word)
		}
	}
	return product / (length(a, rare) * length(b, rare)), words
}

// part is what a word does for the likeness of two texts. One that one of them says with stress tells more of what both are
// about.
type part struct {
	word  uint32
	of    float64
	tells bool
}

// above reports whether p is to be told rather than q.
func (p part) above(q part) bool {
	if p.tells != q.tells {
		return p.tells
	}
	return p.of > q.of
}

// length is that of a text as a vector of its words.
func length(x text, rare func(uint32) float64) float64 {
	sum := 0.0
	for _, t := range x {
		w := float64(t.weight) * rare(t.word)
		sum += w * w
	}
	return math.Sqrt(sum)
}

// written returns words as items write them, with capitals only where none writes them without.
func written(wanted []uint32, items ...show.Item) []string {
	if len(wanted) == 0 {
		return nil
	}
	forms := map[uint32]string{}
	for _, w := range wanted {
		forms[w] = ""
	}
	for _, item := range items {
		body, _ := bodyOf(item) // what cannot be read now was not compared either
		words(strings.Join([]string{item.Heading(), item.Lead(), body}, "\n"), func(as, compared string) {
			word := id(compared)
			if best, ok := forms[word]; ok {
				forms[word] = max(best, as) // small letters are greater
			}
		})
	}
	var out []string
	for _, w := range wanted {
		if forms[w] != "" {
			out = append(out, forms[w])
		}
	}
	return out
}
