package mail

import (
	"bytes"
	netmail "net/mail"
	"strings"
	"testing"
)

func TestCheckRefusesWhatCouldAddAHeader(t *testing.T) {
	for name, change := range map[string]func(*Message){
		"no recipient":       func(m *Message) { m.To = Address{} },
		"no sender":          func(m *Message) { m.From.Address = Address{} },
		"no id":              func(m *Message) { m.ID = "" },
		"line in id":         func(m *Message) { m.ID = "a\r\nBcc: x@example.com@b" },
		"bracket in id":      func(m *Message) { m.ID = "a>@b" },
		"no subject":         func(m *Message) { m.Subject = "" },
		"line in subject":    func(m *Message) { m.Subject = "a\r\nBcc: x@example.com" },
		"newline in subject": func(m *Message) { m.Subject = "a\nb" },
		"NUL in subject":     func(m *Message) { m.Subject = "a\x00b" },
		"separator":          func(m *Message) { m.Subject = "a\u2028b" },
		"bad UTF-8":          func(m *Message) { m.Subject = "a\xff" },
		"line in name":       func(m *Message) { m.From.Name = "a\r\nBcc: x@example.com" },
		"no text":            func(m *Message) { m.Text = "" },
		"other header":       func(m *Message) { m.Headers = map[string]string{"Bcc": "x@example.com"} },
		"line in header":     func(m *Message) { m.Headers = map[string]string{"List-Id": "a\r\nBcc: x@example.com"} },
		"empty header":       func(m *Message) { m.Headers = map[string]string{"List-Id": ""} },
		"line in a name":     func(m *Message) { m.Headers = map[string]string{"List-Id\r\nBcc": "x"} },
		"endless subject":    func(m *Message) { m.Subject = strings.Repeat("a", 1000) },
	} {
		m := letter(t)
		change(&m)
		var out bytes.Buffer
		if _, err := m.WriteTo(&out); err == nil || out.Len() > 0 {
			t.Errorf("%s: was written", name)
		}
	}
}

// FuzzHeaders: whatever Check lets through, the message has the headers it should have and no other.
func FuzzHeaders(f *testing.F) {
	f.Add("Subject", "The Show", "<https://insider.example/leave>")
	f.Add("0", "ط\\", "0")
	f.Add("a\r\nBcc: x@example.com", "\"", "=?utf-8?q?=0d=0aBcc:_x?=")
	f.Fuzz(func(t *testing.T, subject, name, value string) {
		m := letter(t)
		m.Subject, m.From.Name, m.Headers = subject, name, map[string]string{"List-Id": value}
		var out bytes.Buffer
		if _, err := m.WriteTo(&out); err != nil {
			return
		}
		read, err := netmail.ReadMessage(&out)
		if err != nil {
			t.Fatal(err)
		}
		for header := range read.Header {
			switch header {
			case "Date", "Mime-Version", "Message-Id", "Subject", "From", "To", "List-Id", "Content-Type":
			default:
				t.Fatalf("%q, %q, %q made a header %q", subject, name, value, header)
			}
		}
		if from, err := read.Header.AddressList("From"); err != nil || len(from) != 1 || from[0].Address != "show@insider.example" {
			t.Fatalf("%q made the sender %v, %v", name, from, err)
		}
	})
}

func TestNewIDIsNewAndOurs(t *testing.T) {
	a, b := NewID("insider.example"), NewID("insider.example")
	if a == b || !strings.HasSuffix(a, "@insider.example") {
		t.Fatal(a, b)
	}
	m := letter(t)
	m.ID = a
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
}
