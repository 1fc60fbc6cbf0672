package app

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"insider/internal/account"
	"insider/internal/config"
	"insider/internal/newsletter"
)

// TestSecurityDocumentNamesEveryLimit compares the table of limits with the program.
func TestSecurityDocumentNamesEveryLimit(t *testing.T) {
	data, err := os.ReadFile("../../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	days := func(d time.Duration) string { return fmt.Sprintf("%d days", d/(24*time.Hour)) }
	for _, row := range []string{
		fmt.Sprintf("| sign-ups from one network | %d in ten minutes (`INSIDER_LIMIT_SIGNUPS`)", c.LimitSignUps),
		fmt.Sprintf("| stories from one network | %d in ten minutes (`INSIDER_LIMIT_STORIES`)", c.LimitStories),
		fmt.Sprintf("| codes of words tried from one network | %d in ten minutes", codesPerNetwork),
		fmt.Sprintf("| sign-in links asked for from one network | %d in ten minutes", signInsPerNetwork),
		fmt.Sprintf("together | %d a minute (`INSIDER_LIMIT_MINUTE`)", c.LimitMinute),
		fmt.Sprintf("| sign-in link | %d minutes, once", account.LinkLife/time.Minute),
		"| session at the desk | " + days(account.SessionIdle) + " after the last visit, " + days(account.SessionLimit) + " after signing in",
		fmt.Sprintf("| link to confirm | %d hours", newsletter.LinkLife/time.Hour),
	} {
		if !strings.Contains(string(data), row) {
			t.Errorf("docs/security.md does not say: %s", row)
		}
	}
}
