package related

import (
	"hash/fnv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortest is how many letters a word has that says something.
const shortest = 3

// words calls f with each word of a text that may say what the text is about: as it is written and as it is compared.
func words(text string, f func(written, compared string)) {
	for len(text) > 0 {
		begin := strings.IndexFunc(text, inWord)
		if begin < 0 {
			return
		}
		text = text[begin:]
		end := strings.IndexFunc(text, func(r rune) bool { return !inWord(r) })
		if end < 0 {
			end = len(text)
		}
		word := text[:end]
		text = text[end:]
		if compared := plain(word); utf8.RuneCountInString(compared) >= shortest && !common[compared] && !isNumber(compared) {
			f(word, compared)
		}
	}
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func isNumber(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// plain is a word as it is compared: small letters, and without the endings of plurals, which are alike in many languages.
func plain(word string) string {
	word = strings.ToLower(word)
	switch {
	case len(word) > 4 && strings.HasSuffix(word, "ies"):
		return word[:len(word)-3] + "y"
	case len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is"):
		return word[:len(word)-1]
	}
	return word
}

// id is a number that stands for a word.
func id(compared string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(compared)) // a hash takes everything
	return h.Sum32()
}

// common are words of English that say nothing of what a text is about, as they are compared. In other languages how many
// texts have a word tells the same, in all but very small shows.
var common = set(`about above after again against all almost also although always among and another any anything are around
ask away back because been before behind being below best better between big both but call came can cannot come could did
does doe doing done down during each either else enough even ever every everybody everyone everything example few find first
five for four from further gave get getting give given goe going gone good got had ha has have having her here him his how
however into it its just keep kept kind know known last later least left less let like little long look lot made make making
many may maybe mean might more most much must near need never new next nine nobody none nor not nothing now off often old
once one only onto open other our out over own part people perhap put quite rather really right said same saw say second see
seem seen she should show side since six some somebody someone something sometime soon still such take taken talk tell ten
than that the their them then there these they thing think this those though thought three through time today together told
too took toward try two under until upon use used using very want was way week well went were what whatever when where
whether which while who whole whom whose why will with within without word work would year yes yet you your minute episode
article story reader listen read write hundred thousand day night morning hour week month came goes place room knew found set leave third list stop hear`)

func set(list string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.Fields(list) {
		out[plain(word)] = true
	}
	return out
}
