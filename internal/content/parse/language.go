package parse

import (
	"fmt"
	"regexp"
	"strings"

	"insider/internal/content/mistake"
)

// iso639 holds the two-letter codes of ISO 639-1, which directories ask for.
const iso639 = " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "

var languageForm = regexp.MustCompile(`^([a-z]{2})(-[A-Z][a-z]{3})?(-(?:[A-Z]{2}|[0-9]{3}))?$`)

// validLanguage reports whether s is a language code with an optional script and region, e.g. en, nl-BE or zh-Hant-TW.
func validLanguage(s string) bool {
	m := languageForm.FindStringSubmatch(s)
	return m != nil && strings.Contains(iso639, " "+m[1]+" ")
}

// checkLanguage complains of a language that is none and returns it otherwise.
func (r *reader) checkLanguage(line int, s string) string {
	if validLanguage(s) {
		return s
	}
	fix := "Write a code such as en, de or nl-BE."
	if guess := guessLanguage(s); validLanguage(guess) {
		fix = "Write: " + guess
	}
	r.complain(line, mistake.BadLanguage, fmt.Sprintf("%q is no language code.", s), fix)
	return ""
}

// guessLanguage sets right what people most often write: en_US, EN, nl-be.
func guessLanguage(s string) string {
	language, region, ok := strings.Cut(strings.ReplaceAll(s, "_", "-"), "-")
	if !ok {
		return strings.ToLower(language)
	}
	return strings.ToLower(language) + "-" + strings.ToUpper(region)
}
