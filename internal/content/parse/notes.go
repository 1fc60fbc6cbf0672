package parse

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"time"

	"insider/internal/content/mistake"
)

// chaptersHeading is a heading that says only "Chapters".
var chaptersHeading = regexp.MustCompile(`^ {0,3}#{1,6}[ \t]+Chapters:?[ \t]*#*[ \t]*$`)

// chapterForm is a time, then a title: "12:30 Title", "- 1:02:03 - Title", "(0:00) Title".
var chapterForm = regexp.MustCompile(`^(?:[-*+]\s+|\d{1,3}[.)]\s+)?[(\[]?(\d{1,3}:\d{2}(?::\d{2})?)[)\]]?(?:\s*[-–—:|]\s+|\s+)(\S.*)$`)

// chapterLine reads a chapter on a line of its own.
func chapterLine(line string) (start time.Duration, title string, ok bool) {
	m := chapterForm.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return 0, "", false
	}
	start, ok = parseClock(m[1])
	if !ok {
		return 0, "", false
	}
	return start, strings.TrimSpace(m[2]), true
}

// notedChapters reads the chapters under a heading "Chapters" of the notes. The heading and its lines are then cut from
// the notes, because pages and apps show chapters as a list of their own.
func (p *parse) notedChapters() []chapterAt {
	if !bytes.Contains(p.body, []byte("Chapters")) {
		return nil
	}
	lines := bytes.Split(p.body, []byte("\n"))
	from := headingIndex(lines)
	if from < 0 {
		return nil
	}
	to := from + 1
	for to < len(lines) && !bytes.HasPrefix(bytes.TrimSpace(lines[to]), []byte("#")) {
		to++
	}
	var out []chapterAt
	var odd []int
	for i := from + 1; i < to; i++ {
		if len(bytes.TrimSpace(lines[i])) == 0 {
			continue
		}
		c := chapterAt{file: p.file, line: p.bodyLine + i}
		if c.Start, c.Title, _ = chapterLine(string(lines[i])); c.Title == "" {
			odd = append(odd, i)
			continue
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil // a section of prose that is called so
	}
	for _, i := range odd {
		p.complain(p.bodyLine+i, mistake.BadChapter, fmt.Sprintf("%q is no chapter.", strings.TrimSpace(string(lines[i]))), "Write a line like 12:30 Title, or put a heading above the text that follows the chapters.")
	}
	p.rec.Cut = Span{from, to}
	return out
}

// headingIndex returns the line of the heading, -1 when there is none outside of code.
func headingIndex(lines [][]byte) int {
	fence := ""
	for i, line := range lines {
		if fence = fenceAfter(line, fence); fence == "" && bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("#")) && chaptersHeading.Match(line) {
			return i
		}
	}
	return -1
}

// CutLines blanks a span of lines, so that the others keep their numbers.
func CutLines(body []byte, cut Span) []byte {
	if cut.To <= cut.From {
		return body
	}
	lines := bytes.Split(body, []byte("\n"))
	for i := cut.From; i < min(cut.To, len(lines)); i++ {
		lines[i] = nil
	}
	return bytes.Join(lines, []byte("\n"))
}
