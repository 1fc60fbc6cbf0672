package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDefaultsNeedNoConfiguration(t *testing.T) {
	c, err := Load(nil, []string{"HOME=/root", "INSIDER_SERVICE_HOST=10.0.0.1", "INSIDER_PORT_8080_TCP=x"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != ":8080" || c.BaseURL.String() != "http://localhost:8080" || c.DatabaseURL != "sqlite:data/insider.db" ||
		c.MediaURL != "data/bucket" || !c.Local() || c.MailSetUp() || c.LimitSignUps != 20 || c.LimitStories != 10 || c.LimitMinute != 2000 || c.EventsDays != 60 {
		t.Fatalf("%+v", c)
	}
}

func TestFlagWinsOverVariableOverFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "smtp")
	if err := os.WriteFile(file, []byte("smtps://u:p@mail.example.com\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(map[string]string{"addr": ":1"}, []string{"INSIDER_ADDR=:2", "INSIDER_SMTP_URL_FILE=" + file, "INSIDER_BASE_URL=https://Example.com/podcast/"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != ":1" || c.SMTPURL.Host != "mail.example.com" || c.BaseURL.String() != "https://example.com/podcast" || c.Local() {
		t.Fatalf("%+v", c)
	}
}

func TestFileOfSettings(t *testing.T) {
	file := filepath.Join(t.TempDir(), "insider.env")
	text := "# a comment\n; another\n\nTZ=Europe/Brussels\nINSIDER_SETTINGS=/nowhere\nINSIDER_BASE_URL = \"https://one.example\"\nINSIDER_SMTP_URL='smtp://u:p=&$x@mail.example.com'\n" +
		"INSIDER_ADDR=:1\nINSIDER_DATA=/file\nINSIDER_CONTENT=/file\r\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(map[string]string{"settings": file, "addr": ":3"}, []string{"INSIDER_ADDR=:2", "INSIDER_DATA=/variable", "INSIDER_SETTINGS=/nowhere/else"})
	if err != nil {
		t.Fatal(err)
	}
	password, _ := c.SMTPURL.User.Password()
	if c.Addr != ":3" || c.Data != "/variable" || c.Content != "/file" || c.BaseURL.String() != "https://one.example" || password != "p=&$x" || c.Settings != file {
		t.Errorf("%+v", c)
	}
	if c, err = Load(nil, []string{"INSIDER_SETTINGS=" + file}); err != nil || c.Content != "/file" {
		t.Errorf("named by the variable: %v %+v", err, c)
	}
	if err := os.WriteFile(file, []byte("INSIDER_ADDR=:1\nINSIDER_BASURL=x\nINSIDER_DATA\nINSIDER_CONTENT=/a\\\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Load(map[string]string{"settings": file}, nil)
	for _, want := range []string{file + ":3 must be", file + ":4 must be", "did you mean INSIDER_BASE_URL?"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %q", err, want)
		}
	}
	if _, err := Load(map[string]string{"settings": file + "-not"}, nil); err == nil || !strings.Contains(err.Error(), "--settings cannot be read") {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestEveryMistakeIsToldAtOnce(t *testing.T) {
	cases := []struct{ env, want string }{
		{"INSIDER_BASEURL=x", "INSIDER_BASEURL is no setting; did you mean INSIDER_BASE_URL?"},
		{"INSIDER_FOO=x", "INSIDER_FOO is no setting; insider help lists them"},
		{"INSIDER_ADDR=8080", "INSIDER_ADDR must be HOST:PORT"},
		{"INSIDER_ADDR=:99999", "INSIDER_ADDR has no port"},
		{"INSIDER_TLS=yes", `INSIDER_TLS must be "auto" or empty`},
		{"INSIDER_TLS=auto", "nobody certifies \"localhost\""},
		{"INSIDER_TLS=auto", "INSIDER_BASE_URL to begin with https://"},
		{"INSIDER_ACME_URL=http://ca.example/dir", "INSIDER_ACME_URL must be an https address"},
		{"INSIDER_BASE_URL=example.com", "INSIDER_BASE_URL must be a whole address"},
		{"INSIDER_BASE_URL=https://u:p@example.com", "INSIDER_BASE_URL must have no user"},
		{"INSIDER_BASE_URL=https://später.example", "INSIDER_BASE_URL must have its host in ASCII"},
		{"INSIDER_DATABASE_URL=mysql://x", "INSIDER_DATABASE_URL must be"},
		{"INSIDER_MEDIA_URL=s3://bucket", "INSIDER_MEDIA_URL names an S3 bucket"},
		{"INSIDER_SMTP_URL=smtp+plain://mail.example.com", "uses smtp+plain:// to another machine"},
		{"INSIDER_SMTP_URL=http://mail.example.com", "INSIDER_SMTP_URL must begin with"},
		{"INSIDER_SECRET=short", "fewer than 32 characters"},
		{"INSIDER_SECRET_FILE=/nowhere/at/all", "INSIDER_SECRET_FILE cannot be read"},
		{"INSIDER_TRUSTED_PROXIES=10.0.0.0/8,proxy", `has "proxy", which is no network`},
		{"INSIDER_DRAFTS=perhaps", "INSIDER_DRAFTS must be true or false"},
		{"INSIDER_LOG=xml", "INSIDER_LOG must be"},
		{"INSIDER_LIMIT_STORIES=0", "INSIDER_LIMIT_STORIES must be a whole number"},
		{"INSIDER_BACKUP_EVERY=soon", "INSIDER_BACKUP_EVERY must be a span of time"},
		{"INSIDER_BACKUP_EVERY=10ms", "INSIDER_BACKUP_EVERY must be a span of time"},
		{"INSIDER_EVENTS_DAYS=-1", "INSIDER_EVENTS_DAYS must be a whole number of days"},
		{"INSIDER_METRICS_ADDR=:8080", "metrics need an address of their own"},
		{"INSIDER_DATABASE_URL=postgres://db/insider", "INSIDER_SECRET is required"},
	}
	var all []string
	for _, tc := range cases {
		_, err := Load(nil, []string{tc.env})
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", tc.env, err, tc.want)
		}
		all = append(all, tc.env)
	}
	var m Mistakes
	if _, err := Load(nil, all[:2]); !errors.As(err, &m) || len(m) != 2 {
		t.Errorf("two mistakes: %v", err)
	}
	if _, err := Load(nil, []string{"INSIDER_SECRET=" + strings.Repeat("x", 32), "INSIDER_SECRET_FILE=/x"}); err == nil || !strings.Contains(err.Error(), "set twice") {
		t.Errorf("twice: %v", err)
	}
}

func TestSecretsAreAList(t *testing.T) {
	a, b := strings.Repeat("a", 40), strings.Repeat("b", 40)
	keys, err := ParseSecrets(a + "\n" + b + "\n")
	if err != nil || len(keys) != 2 || keys[0] != a {
		t.Fatalf("%v %v", keys, err)
	}
}

func TestNetworks(t *testing.T) {
	p, err := prefixes("10.1.2.3/8, ::1")
	if err != nil || p[0].String() != "10.0.0.0/8" || p[1].String() != "::1/128" {
		t.Fatalf("%v %v", p, err)
	}
}
