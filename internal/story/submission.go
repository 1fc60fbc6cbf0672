package story

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"insider/internal/fault"
	"insider/internal/mail"
	"insider/internal/show"
)

// Limits of a submission in characters; a text of MaxText is at most 40,000 bytes of UTF-8.
const (
	MaxText   = 10_000
	MaxCredit = 120
	MaxPlace  = 80 // industry and country, each
	MinKey    = 20 // a shorter key could be guessed and is taken as none
	MaxKey    = 200
)

// Submission is a story as posted by a reader. Key makes sending it twice harmless; it may be empty.
type Submission struct {
	Text     string
	Industry string
	Country  string
	Naming   Naming
	Credit   string
	Email    string
	Publish  bool
	Air      bool
	Edit     bool
	Key      string
}

// Naming is how a reader wants to be named.
type Naming string

// The ways to be named, as posted.
const (
	FullName Naming = "full"
	FirstJob Naming = "first-job"
	Unnamed  Naming = "none"
)

// CreditLine is the exact line shown under a published story, and on the form before it is sent: "Sent in by ...". It is
// "" for somebody who does not want to be named.
func CreditLine(naming Naming, credit string) string {
	credit = clean(credit)
	if naming != FullName && naming != FirstJob || credit == "" {
		return ""
	}
	return "Sent in by " + credit
}

// Validate reports what is wrong with a submission, field by field in the order of the form, or nil.
func (s *Service) Validate(in Submission) error {
	_, _, err := s.judge(in)
	return err
}

// judge returns the submission as it will be stored and its text rendered, or what is wrong with it.
func (s *Service) judge(in Submission) (Submission, *show.Document, error) {
	out := tidy(in)
	document, sentence := s.judgeText(out.Text)
	var fields []fault.Field
	add := func(name, sentence string) {
		if sentence != "" {
			fields = append(fields, fault.Field{Name: name, Sentence: sentence})
		}
	}
	add("text", sentence)
	add("industry", judgeLine(out.Industry, MaxPlace, "the industry"))
	add("country", judgeLine(out.Country, MaxPlace, "the country"))
	add("naming", judgeNaming(out.Naming))
	add("credit", judgeCredit(out))
	add("email", judgeEmail(out.Email))
	return out, document, fault.Fields(fields...)
}

// tidyText takes away what a form adds to a text: line ends of DOS, which browsers do not count, and space around it.
func tidyText(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
}

// tidy takes away what a form adds.
func tidy(in Submission) Submission {
	in.Text = tidyText(in.Text)
	in.Industry, in.Country, in.Credit = clean(in.Industry), clean(in.Country), clean(in.Credit)
	in.Email = strings.TrimSpace(in.Email)
	if len(in.Key) < MinKey || len(in.Key) > MaxKey {
		in.Key = ""
	}
	return in
}

func (s *Service) judgeText(text string) (*show.Document, string) {
	switch n := utf8.RuneCountInString(text); {
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return nil, "The story contains characters that cannot be stored. Paste it again as plain text."
	case blank(text):
		return nil, "Write your story."
	case n > MaxText:
		return nil, "The story has " + thousands(n) + " characters. Shorten it to " + thousands(MaxText) + "."
	}
	document, err := s.Render(text)
	if err != nil {
		return nil, "The story cannot be shown as it is written. Use plain paragraphs, without deep lists or quotes in quotes."
	}
	return document, ""
}

func judgeLine(line string, limit int, what string) string {
	switch n := utf8.RuneCountInString(line); {
	case !utf8.ValidString(line) || strings.ContainsFunc(line, unicode.IsControl):
		return "Write " + what + " in plain letters."
	case n > limit:
		return "Shorten " + what + " to " + thousands(limit) + " characters."
	}
	return ""
}

func judgeNaming(n Naming) string {
	switch n {
	case FullName, FirstJob, Unnamed:
		return ""
	}
	return "Choose how we may name you."
}

func judgeCredit(in Submission) string {
	if in.Credit == "" {
		switch in.Naming {
		case FullName:
			return "Enter your name, or choose not to be named."
		case FirstJob:
			return "Enter your first name and job, or choose not to be named."
		}
	}
	return judgeLine(in.Credit, MaxCredit, "the name")
}

func judgeEmail(email string) string {
	if email == "" {
		return ""
	}
	if _, err := mail.ParseAddress(email); err != nil {
		return "Enter an email address like name@example.com, or leave it empty."
	}
	return ""
}
