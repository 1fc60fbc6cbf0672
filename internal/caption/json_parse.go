package caption

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"insider/internal/show"
)

// segment is one segment of Podcasting 2.0 JSON 1.0.0.
type segment struct {
	Speaker string   `json:"speaker,omitempty"`
	Start   *float64 `json:"startTime"` // seconds
	End     *float64 `json:"endTime,omitempty"`
	Body    string   `json:"body"`
}

// ParseJSON reads a transcript in JSON 1.0.0 of the Podcasting 2.0 namespace. A segment without an end lasts until the next
// one; segments of single words are joined to lines; where a file names a speaker only as it changes, a name stands until
// the next. The error is an *Error with the line.
func ParseJSON(data []byte) ([]show.Cue, error) {
	if _, err := linesOf(data); err != nil {
		return nil, err
	}
	p := &jsonFile{data: bytes.TrimPrefix(data, []byte("\ufeff"))}
	if err := p.read(); err != nil {
		return nil, err
	}
	p.end()
	cues := joinWords(p.cues)
	if len(cues) > MaxCues {
		return nil, &Error{0, fmt.Sprintf("The transcript has over %d segments: that is more than a day of talk.", MaxCues)}
	}
	return carrySpeakers(cues), nil
}

// jsonFile is a JSON transcript being read.
type jsonFile struct {
	data []byte
	cues []show.Cue
	last time.Duration // start of the newest segment
}

func (p *jsonFile) fail(offset int64, format string, args ...any) error {
	line := 1 + bytes.Count(p.data[:min(offset, int64(len(p.data)))], []byte("\n"))
	return &Error{line, fmt.Sprintf(format, args...)}
}

func (p *jsonFile) read() error {
	var whole struct {
		Segments *json.RawMessage `json:"segments"`
	}
	err := json.Unmarshal(p.data, &whole)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return p.fail(max(syntax.Offset-1, 0), "This is no JSON: %s.", syntax)
	case err != nil || whole.Segments == nil:
		return p.fail(0, `There is no list "segments": write {"version": "1.0.0", "segments": [{"speaker": "...", "startTime": 0.5, "endTime": 2, "body": "..."}]}.`)
	}
	return p.segments(json.NewDecoder(bytes.NewReader(p.data)))
}

// segments finds the list at the top and reads it; whatever else the file holds is passed over.
func (p *jsonFile) segments(d *json.Decoder) error {
	_, _ = d.Token() // the file was found to be one object
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return p.fail(d.InputOffset(), "This is no JSON: %s.", err)
		}
		if name, _ := key.(string); !strings.EqualFold(name, "segments") {
			var other json.RawMessage
			if err := d.Decode(&other); err != nil {
				return p.fail(d.InputOffset(), "This is no JSON: %s.", err)
			}
			continue
		}
		if open, err := d.Token(); err != nil || open != json.Delim('[') {
			return p.fail(d.InputOffset(), `"segments" is no list.`)
		}
		for n := 1; d.More(); n++ {
			if err := p.segment(d, n); err != nil {
				return err
			}
		}
		if _, err := d.Token(); err != nil {
			return p.fail(d.InputOffset(), "This is no JSON: %s.", err)
		}
	}
	return nil
}

func (p *jsonFile) segment(d *json.Decoder, n int) error {
	at := d.InputOffset()
	at += int64(len(p.data[at:]) - len(bytes.TrimLeft(p.data[at:], ", \t\r\n")))
	var s segment
	if err := d.Decode(&s); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field != "" {
			return p.fail(at, "%s of segment %d is a %s.", wrong.Field, n, wrong.Value)
		}
		return p.fail(at, "Segment %d is no segment.", n)
	}
	start, ok := seconds(s.Start)
	if !ok {
		return p.fail(at, "Segment %d has no startTime: write seconds, such as 0.5.", n)
	}
	end, ended := seconds(s.End)
	if s.End != nil && !ended {
		return p.fail(at, "endTime of segment %d is no time: write seconds, such as 0.75.", n)
	}
	if !ended {
		end = start
	}
	if wrong := orderMistake(p.last, start, end); wrong != "" {
		return p.fail(at, "%s", wrong)
	}
	p.last = start
	if !ended {
		end = unended
	}
	if text := tidyText(s.Body); text != "" {
		p.cues = append(p.cues, show.Cue{Speaker: tidyLine(s.Speaker), Start: start, End: end, Text: text})
	}
	return nil
}

const (
	unended    = time.Duration(-1) // of a cue whose end is not told
	lastLength = 2 * time.Second   // of the last cue, when its end is not told
)

// end gives cues without an end the start of the next later one.
func (p *jsonFile) end() {
	next := time.Duration(-1)
	for i := len(p.cues) - 1; i >= 0; i-- {
		c := &p.cues[i]
		if i+1 < len(p.cues) && p.cues[i+1].Start > c.Start {
			next = p.cues[i+1].Start
		}
		if c.End == unended && next > c.Start {
			c.End = next
		} else if c.End == unended {
			c.End = c.Start + lastLength
		}
	}
}

// seconds reads a number of seconds, to the thousandth.
func seconds(s *float64) (time.Duration, bool) {
	if s == nil || !(*s >= 0 && *s < (maxHours+1)*3600) {
		return 0, false
	}
	return time.Duration(math.Round(*s*1000)) * time.Millisecond, true
}
