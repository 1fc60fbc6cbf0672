package mail

import (
	"io"
	netmail "net/mail"
	"strings"
	"unicode"

	gomail "github.com/wneessen/go-mail"
)

// WriteTo writes the message as it travels (RFC 5322): text, and HTML beside it when there is any. A message that Check
// refuses is not written.
func (m Message) WriteTo(w io.Writer) (int64, error) {
	msg, err := m.build()
	if err != nil {
		return 0, err
	}
	return msg.WriteTo(w)
}

func (m Message) build() (*gomail.Msg, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.SetMessageIDWithValue(m.ID)
	msg.SetDateWithValue(m.Date.UTC())
	msg.FromMailAddress(&netmail.Address{Name: m.From.display(), Address: m.From.Address.String()})
	msg.ToMailAddress(&netmail.Address{Address: m.To.String()})
	if !m.ReplyTo.IsZero() {
		msg.ReplyToMailAddress(&netmail.Address{Address: m.ReplyTo.String()})
	}
	msg.Subject(m.Subject)
	for name, value := range m.Headers {
		msg.SetGenHeader(gomail.Header(name), value)
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return msg, nil
}

// display returns the name as it can be written. Beside letters beyond ASCII, net/mail leaves a backslash as it is within the encoded
// word, where no reader may take one (RFC 2047, 5 (3)); a slash stands for it.
func (m Mailbox) display() string {
	if strings.ContainsFunc(m.Name, func(r rune) bool { return r > unicode.MaxASCII }) {
		return strings.ReplaceAll(m.Name, `\`, "/")
	}
	return m.Name
}
