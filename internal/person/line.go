package person

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"
)

// What happened to somebody, as erased.log writes it.
const (
	ErasedWord = "erased"     // everything of an address was removed
	Left       = "left"       // an address left the list
	TakenBack  = "taken-back" // a sender took a story back
)

// Line is one line of erased.log: when, what, under which key, whom or which story by keyed hash.
type Line struct {
	At   time.Time // UTC, in microseconds
	What string
	Key  string // id of the key, 8 hex digits
	Hash string // 40 hex digits
}

// KeyID tells keys apart without telling anything about them.
func KeyID(key []byte) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte("key of erased.log"))
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// lineTime is how a line writes its moment.
const lineTime = "2006-01-02T15:04:05.000000Z"

// String returns the line as it stands in the file.
func (l Line) String() string {
	return strings.Join([]string{l.At.UTC().Format(lineTime), l.What, l.Key, l.Hash}, " ")
}

// parseLine reads one line.
func parseLine(text string) (l Line, ok bool) {
	fields := strings.Split(text, " ")
	if len(fields) != 4 {
		return l, false
	}
	at, err := time.Parse(lineTime, fields[0])
	l = Line{At: at, What: fields[1], Key: fields[2], Hash: fields[3]}
	return l, err == nil && slices.Contains([]string{ErasedWord, Left, TakenBack}, l.What) && isHex(l.Key, 8) && isHex(l.Hash, 40)
}

func isHex(text string, digits int) bool {
	_, err := hex.DecodeString(text)
	return err == nil && len(text) == digits && text == strings.ToLower(text)
}

// maxLine bounds what is read as one line.
const maxLine = 4096

// ReadLines reads an erased.log. What is no line, such as one that was cut by a power cut, is counted and passed over.
func ReadLines(r io.Reader) (lines []Line, unread int, err error) {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, maxLine), maxLine)
	for scanner.Scan() {
		text := string(bytes.TrimRight(scanner.Bytes(), "\r"))
		if l, ok := parseLine(text); ok {
			lines = append(lines, l)
		} else if text != "" {
			unread++
		}
	}
	return lines, unread, scanner.Err()
}

// Merge returns every line of several logs once, in the order of time.
func Merge(logs ...[]Line) []Line {
	all := slices.Concat(logs...)
	slices.SortStableFunc(all, func(a, b Line) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return strings.Compare(a.String(), b.String())
	})
	return slices.CompactFunc(all, func(a, b Line) bool { return a.String() == b.String() })
}

// Text is lines as a file.
func Text(lines []Line) []byte {
	var b bytes.Buffer
	for _, l := range lines {
		b.WriteString(l.String() + "\n")
	}
	return b.Bytes()
}
