package story

import (
	"crypto/hmac"
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"strings"
	"unicode"
)

// A code is codeWords words of a list of 512: 81 bits. Codes that were given out before had fewer, and open their stories for ever.
const (
	codeWords    = 9
	codeWordsOld = 7
	wordBits     = 9
)

//go:embed words.txt
var wordList string

var (
	words   = strings.Fields(wordList)
	isWord  = wordSet()
	maxCode = 200 // characters of input that are looked at
)

func wordSet() map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}

// codeOf derives the code of a story from the key of its form: the same key gives the same code, and nobody can tell one
// from another.
func codeOf(secret []byte, key string) string {
	sum := digest(secret, "words", key)
	list := wordsOf(sum[:8], codeWordsOld) // a code of before is the beginning of today's
	return strings.Join(append(list, wordsOf(sum[8:16], codeWords-codeWordsOld)...), " ")
}

// codeOfOld is codeOf as it was for stories that were sent before codes had nine words.
func codeOfOld(secret []byte, key string) string {
	return strings.Join(wordsOf(digest(secret, "words", key)[:8], codeWordsOld), " ")
}

// wordsOf takes n words from eight bytes.
func wordsOf(sum []byte, n int) []string {
	bits := binary.BigEndian.Uint64(sum)
	list := make([]string, n)
	for i := range list {
		list[i] = words[bits&(1<<wordBits-1)]
		bits >>= wordBits
	}
	return list
}

// normalise returns a code as it was given out, however it was typed: capitals, hyphens, commas, line ends. It is false for
// what cannot be a code.
func normalise(input string) (string, bool) {
	if len(input) > maxCode {
		return "", false
	}
	parts := strings.FieldsFunc(strings.ToLower(input), func(r rune) bool { return !unicode.IsLetter(r) })
	if len(parts) != codeWords && len(parts) != codeWordsOld {
		return "", false
	}
	for _, p := range parts {
		if !isWord[p] {
			return "", false
		}
	}
	return strings.Join(parts, " "), true
}

// digest is a keyed hash of text for one purpose. Looking a digest up tells nothing by its timing: without the secret
// nobody can choose digests that share a beginning.
func digest(secret []byte, purpose, text string) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("insider story " + purpose + "\x00" + text))
	return mac.Sum(nil)
}
