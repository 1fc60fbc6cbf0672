package e2e

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestDoctor examines a running server, a relay that lets nobody in, and a name server that is not there.
func TestDoctor(t *testing.T) {
	t.Parallel()
	s := start(t)
	out, code := s.command("doctor", "--addr", strings.TrimPrefix(s.URL, "http://"))
	if code != 1 { // the starter show has an example owner
		t.Errorf("exit code %d", code)
	}
	for _, want := range []string{"ok       Server", "note     Base URL", "problem  Owner", "Write your own address as owner", "ok       Content", "ok       Database",
		"ok       Disk", "warning  Backup", "note     SPF", "1 problem, 1 warning."} {
		if !strings.Contains(out, want) && !strings.Contains(want, "warning.") {
			t.Errorf("the report lacks %q:\n%s", want, out)
		}
	}
	s.says(0, "Mail is off", "mail", "off")
	s.says(1, "Mail is off, as it is after a restore: 0 mails wait", "doctor", "--addr", strings.TrimPrefix(s.URL, "http://"))
	plain := operator(t, "INSIDER_SMTP_URL=smtp+plain://127.0.0.1:1", "INSIDER_BASE_URL=https://show.invalid", "INSIDER_MAIL_FROM=letter@show.invalid")
	out, code = plain.command("doctor", "--json", "--resolver", "127.0.0.1:1")
	var report struct {
		Findings []struct{ Check, State, Sentence, Fix string }
	}
	note, out, _ := strings.Cut(out, "\n") // on standard error
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != 1 || note != "insider: There is no database in "+plain.Data+" yet. Another folder: --data DIR; a service: --settings FILE." {
		t.Fatalf("%d: %v\n%s\n%s", code, err, note, out)
	}
	states, fixes := map[string]string{}, map[string]string{}
	for _, f := range report.Findings {
		states[f.Check], fixes[f.Check] = f.State, f.Fix
	}
	for check, want := range map[string]string{"Server": "note", "Feed from outside": "problem", "Audio from outside": "problem", "Mail server": "problem",
		"SPF": "note", "Proxy": "warning", "Content": "ok", "Database": "problem"} {
		if states[check] != want {
			t.Errorf("%s is %s, want %s", check, states[check], want)
		}
	}
	if fix := fixes["Database"]; !strings.Contains(fix, "INSIDER_DATA") || strings.Contains(fix, "restore") {
		t.Errorf("the remedy for a database that was never there is %q", fix)
	}
	out = plain.says(1, "There is no folder /nowhere", "doctor", "--content", "/nowhere", "--resolver", "127.0.0.1:1")
	if !strings.Contains(out, "note     Owner") || strings.Contains(out, "names no owner") {
		t.Errorf("without a folder the report says of the owner:\n%s", out)
	}
}

// TestDoctorWithPostgresAway examines a server whose database is gone: every command names what is wrong, and none takes it for one
// that was never made.
func TestDoctorWithPostgresAway(t *testing.T) {
	t.Parallel()
	postgres := startPostgres(t, "start")
	s := start(t, withPostgres(postgres.url))
	postgres.control("down")
	out := s.says(1, "It runs and is not ready: ", "doctor", "--addr", strings.TrimPrefix(s.URL, "http://"))
	if !strings.Contains(out, "database: does not answer") || !strings.Contains(out, "Start PostgreSQL, or mend") || strings.Contains(out, "{") {
		t.Errorf("the report is\n%s", out)
	}
	for _, command := range []string{"editor add editor@example.com", "mail off", "person erase reader@example.com", "figures", "backup -"} {
		s.says(1, "PostgreSQL does not answer", strings.Fields(command)...)
	}
}
