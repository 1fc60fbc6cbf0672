package parse

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"insider/internal/content/folder"
	"insider/internal/content/mistake"
	"insider/internal/frontmatter"
)

// chapterAt is a chapter with the place where it is written.
type chapterAt struct {
	ChapterFront
	file string
	line int
	fix  string // for what cannot be mended in a text, "" otherwise
}

const maxChapters = 500

// chapters reads the chapters of an episode: a list, a JSON file, lines under a heading "Chapters" in the notes, or what
// the recording carries.
func (p *parse) chapters(m *mapping, sound AudioFront) []ChapterFront {
	v, ok := m.get("chapters")
	var list []chapterAt
	switch {
	case !ok:
		if list = p.notedChapters(); list == nil {
			list = p.embeddedChapters(m.line("audio"), sound)
		}
	case v.isList():
		list = p.listedChapters(v)
	default:
		if name := v.text(); name != "" {
			list = p.filedChapters(v.at, name)
		}
	}
	p.checkChapters(list, sound.Duration)
	var out []ChapterFront
	for _, c := range list {
		out = append(out, c.ChapterFront)
	}
	return out
}

func (p *parse) checkChapters(list []chapterAt, length time.Duration) {
	if len(list) > maxChapters {
		p.chapterMistake(list[maxChapters], mistake.BadChapter, fmt.Sprintf("There are %d chapters.", len(list)), fmt.Sprintf("Keep at most %d.", maxChapters))
		return
	}
	for i, c := range list {
		if i > 0 && c.Start == list[i-1].Start {
			p.chapterMistake(c, mistake.ChapterDoubled, fmt.Sprintf("Two chapters begin at %s.", clock(c.Start)), "Delete one, or mend its time.")
		}
		if i > 0 && c.Start < list[i-1].Start {
			p.chapterMistake(c, mistake.ChapterOrder, fmt.Sprintf("The chapter at %s stands after the one at %s.", clock(c.Start), clock(list[i-1].Start)), "Put the chapters in the order of their times.")
		}
		if length > 0 && c.Start >= length {
			p.chapterMistake(c, mistake.ChapterBeyondEnd, fmt.Sprintf("The chapter at %s begins after the audio ends (%s).", clock(c.Start), clock(length)), "Mend its time, or delete it.")
		}
	}
}

func (p *parse) chapterMistake(c chapterAt, rule, sentence, fix string) {
	p.note(mistake.Mistake{File: c.file, Line: c.line, Rule: rule, Sentence: sentence, Fix: cmp.Or(c.fix, fix)})
}

// listedChapters reads a list of {start, title, link, image} or of texts such as "12:30 Title".
func (p *parse) listedChapters(v value) []chapterAt {
	var out []chapterAt
	for _, item := range v.list() {
		c := chapterAt{file: p.file, line: item.at}
		if !item.isMapping() {
			if c.Start, c.Title, _ = chapterLine(item.literal()); c.Title == "" {
				p.complain(item.at, mistake.BadChapter, fmt.Sprintf("%q is no chapter.", item.literal()), `Write a line like - "12:30 Title", or {start: 12:30, title: Title}.`)
				continue
			}
			out = append(out, c)
			continue
		}
		x := item.mapping("a chapter")
		x.need("start", "title")
		c.Start, c.Title, c.Link = x.duration("start"), x.short("title", maxTitle), x.address("link")
		if image := x.text("image"); webURL(image) {
			c.Art = image
		} else {
			c.Image = p.picture(x, "image")
		}
		x.done()
		out = append(out, c)
	}
	return out
}

// fileChapter is a chapter of JSON chapters 1.2 of the Podcasting 2.0 namespace, as far as it is read.
type fileChapter struct {
	Start *float64 `json:"startTime"`
	Title string   `json:"title"`
	Image string   `json:"img"`
	URL   string   `json:"url"`
	TOC   *bool    `json:"toc"`
	line  int
}

// filedChapters reads a JSON chapters file. Chapters that are not for the list (toc: false) are passed over.
func (p *parse) filedChapters(line int, name string) []chapterAt {
	data, _, err := p.v.Text(folder.Join(p.dir, name), frontmatter.MaxText)
	f := p.beside(line, name, mistake.FileNotFound)
	if f == nil {
		return nil
	}
	if err != nil {
		p.unreadable(line, f.Source, err)
		return nil
	}
	chapters, err := decodeChapters(data)
	if err != nil {
		p.note(mistake.Mistake{File: f.Source, Line: jsonLine(data, err), Rule: mistake.BadChapter, Sentence: "The chapters cannot be read: " + err.Error() + ".", Fix: `Write JSON chapters: {"version": "1.2.0", "chapters": [{"startTime": 0, "title": "..."}]}`})
		return nil
	}
	source := f.Source
	var out []chapterAt
	for i, c := range chapters {
		at := chapterAt{file: source, line: c.line}
		switch {
		case c.TOC != nil && !*c.TOC:
			continue
		case c.Start == nil || *c.Start < 0 || *c.Start > 1e7 || c.Title == "":
			p.chapterMistake(at, mistake.BadChapter, fmt.Sprintf("Chapter %d has no time or no title.", i+1), `Write {"startTime": 750, "title": "..."}`)
			continue
		case c.URL != "" && !webURL(c.URL):
			p.chapterMistake(at, mistake.BadURL, fmt.Sprintf("The address of chapter %d is %q.", i+1, c.URL), "Write an address that begins with https:// or http://.")
			continue
		}
		at.ChapterFront = ChapterFront{Start: time.Duration(math.Round(*c.Start*1000)) * time.Millisecond, Title: c.Title, Link: c.URL}
		if webURL(c.Image) {
			at.Art = c.Image
		} else if c.Image != "" && p.beside(line, c.Image, mistake.FileNotFound) != nil {
			at.Image = c.Image
		}
		out = append(out, at)
	}
	return out
}

// embeddedChapters takes the chapters that the recording carries.
func (p *parse) embeddedChapters(line int, sound AudioFront) []chapterAt {
	f, ok := p.rec.File(sound.Name)
	if !ok {
		return nil
	}
	known, err := p.v.Audio(f.Source)
	if err != nil {
		return nil // unreachable: the recording was probed for its length
	}
	fix := fmt.Sprintf("Mend the chapters that %s carries, or write them under a heading Chapters in the notes.", f.Name)
	var out []chapterAt
	for _, c := range known.Audio.Chapters {
		out = append(out, chapterAt{ChapterFront{Start: c.Start, Title: c.Title, Link: c.Link}, p.file, line, fix})
	}
	return out
}

// decodeChapters reads the chapters of a file with their lines; whatever else it holds is passed over.
func decodeChapters(data []byte) ([]fileChapter, error) {
	text, wrong := frontmatter.Clean(data)
	if wrong != nil {
		return nil, fmt.Errorf("line %d: %s", wrong.Line, wrong.Sentence)
	}
	var file struct {
		Chapters json.RawMessage `json:"chapters"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	if len(file.Chapters) == 0 {
		return nil, errors.New("there is no list chapters")
	}
	base := bytes.Index(text, file.Chapters)
	d := json.NewDecoder(bytes.NewReader(file.Chapters))
	if open, err := d.Token(); err != nil || open != json.Delim('[') {
		return nil, errors.New("chapters is no list")
	}
	var out []fileChapter
	for d.More() {
		c := fileChapter{line: frontmatter.LineAt(text, base+int(d.InputOffset())+leading(file.Chapters[d.InputOffset():]))}
		if err := d.Decode(&c); err != nil {
			return nil, fmt.Errorf("chapter %d: %w", len(out)+1, err)
		}
		out = append(out, c)
	}
	return out, nil
}

// leading returns how many bytes stand before the next value of a list.
func leading(data []byte) int { return len(data) - len(bytes.TrimLeft(data, ", \t\n")) }

// jsonLine returns the line of a JSON error, 0 when it does not tell.
func jsonLine(data []byte, err error) int {
	switch e := err.(type) {
	case *json.SyntaxError:
		return frontmatter.LineAt(data, min(int(e.Offset), len(data)))
	case *json.UnmarshalTypeError:
		return frontmatter.LineAt(data, min(int(e.Offset), len(data)))
	}
	return 0
}
