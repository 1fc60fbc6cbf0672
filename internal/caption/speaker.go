package caption

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"insider/internal/show"
)

// carrySpeakers gives cues without a name the last name before them, in a file that names a speaker only where it changes,
// as the Podcasting 2.0 namespace shows it. A file in which neighbours carry the same name names every cue, so that one
// without a name is nobody's.
func carrySpeakers(cues []show.Cue) []show.Cue {
	for i := range cues {
		if i > 0 && cues[i].Speaker != "" && cues[i].Speaker == cues[i-1].Speaker {
			return cues
		}
	}
	for i := range cues {
		if i > 0 && cues[i].Speaker == "" {
			cues[i].Speaker = cues[i-1].Speaker
		}
	}
	return cues
}

// nameForm is what may stand before the colon of "Name: text".
var nameForm = regexp.MustCompile(`^([^:]{1,60}):[ \t]+(\S.*)$`)

// maxNameWords is how many words the name of a speaker has at most: "Cléo van den Berg".
const maxNameWords = 4

// cutName parts a line such as "Ann Van Damme: Hello" into name and text. What is no name stays text: every word of a name
// begins with a capital, a digit or a letter of a script without capitals, but for what stands inside of names.
func cutName(line string) (name, text string) {
	m := nameForm.FindStringSubmatch(line)
	if m == nil {
		return "", line
	}
	words := strings.Fields(m[1])
	if len(words) > maxNameWords {
		return "", line
	}
	for i, word := range words {
		r, _ := utf8.DecodeRuneInString(word)
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) || strings.ContainsAny(word, `,;!?"<>`) || unicode.IsLower(r) && (i == 0 || !isParticle(word)) {
			return "", line
		}
	}
	return strings.Join(words, " "), m[2]
}

// isParticle reports whether a small word can stand inside of a name.
func isParticle(word string) bool {
	switch strings.Trim(word, "'’") {
	case "van", "von", "de", "den", "der", "del", "della", "di", "da", "do", "dos", "du", "la", "le", "el", "al", "bin", "ibn", "y", "e", "zu", "zum", "ter", "ten", "te", "af", "av":
		return true
	}
	return false
}
