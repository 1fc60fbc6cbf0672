package scaffold

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"insider/internal/markdown"
)

// latin spells the letters that do not come apart into a letter and an accent.
var latin = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")

// slug returns the file name for a title: letters a to z, digits and hyphens, as podcast directories ask of addresses. A
// title in another script gives "".
func slug(title string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(latin.Replace(strings.ToLower(title))))
	ascii := strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII && r != '’' {
			return ' '
		}
		return r
	}, plain)
	return markdown.Slug(ascii)
}
