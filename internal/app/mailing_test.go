package app

import (
	"strings"
	"testing"
	"time"

	"insider/internal/config"
	"insider/internal/mail"
)

func TestMailsHaveAnIDUnderEveryHost(t *testing.T) {
	address, err := mail.ParseAddress("ed@example.com")
	if err != nil {
		t.Fatal(err)
	}
	for _, base := range []string{"https://show.example/podcast", "http://127.0.0.1:8080", "http://[::1]:8080", "https://[2001:db8::7]"} {
		c, err := config.Load(map[string]string{"base-url": base}, nil)
		if err != nil {
			t.Fatal(err)
		}
		m := mail.Message{ID: mail.NewID(mailHost(c)), Date: time.Now(), From: mail.Mailbox{Address: address}, To: address, Subject: "S", Text: "T"}
		if err := m.Check(); err != nil || strings.HasSuffix(m.ID, "@") {
			t.Errorf("%s: %s: %v", base, m.ID, err)
		}
	}
}
