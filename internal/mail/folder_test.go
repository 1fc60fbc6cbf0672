package mail

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"insider/internal/fault"
)

func TestAFiledMailReadsAsItWasSent(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "outbox")
	f := NewFolder(dir)
	if list, err := f.List(10); err != nil || len(list) != 0 {
		t.Fatalf("before the first: %v, %v", list, err)
	}
	for i := range 3 {
		m := letter(t)
		m.ID, m.Date = fmt.Sprintf("id%d@insider.example", i), m.Date.Add(time.Duration(i)*time.Minute)
		if i == 2 {
			m.HTML = ""
		}
		if err := f.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	list, err := f.List(2)
	if err != nil || len(list) != 2 || !list[0].Date.After(list[1].Date) || list[0].Text != "" {
		t.Fatalf("%+v, %v", list, err)
	}
	for _, filed := range list {
		m, err := f.Read(filed.Name)
		if err != nil || m.To != "reader@example.com" || m.Subject != "Bestätige deine Adresse" || m.Text != "Grüße,\n.\nein Punkt\n" {
			t.Errorf("%+v, %v", m, err)
		}
	}
	for path, mode := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, list[0].Name): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	if rest, err := filepath.Glob(filepath.Join(dir, ".new-*")); err != nil || len(rest) > 0 {
		t.Errorf("left over: %v, %v", rest, err)
	}
}

func TestReadStaysInTheFolder(t *testing.T) {
	parent := t.TempDir()
	if err := os.WriteFile(filepath.Join(parent, "secret.eml"), []byte("Subject: x\r\n\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := NewFolder(filepath.Join(parent, "outbox"))
	if err := f.Send(t.Context(), letter(t)); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(parent, "secret.eml"), filepath.Join(f.Dir(), "link.eml")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "x.eml", "../secret.eml", "/etc/passwd", "a/../../secret.eml", "link.eml", "x.txt"} {
		if _, err := f.Read(name); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if list, err := f.List(10); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
}

func TestAFolderThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := NewFolder(filepath.Join(file, "outbox")).Send(t.Context(), letter(t))
	var e *SendError
	if !errors.As(err, &e) || !e.Relay || e.Permanent || strings.Contains(e.Error(), file) {
		t.Fatalf("%#v", err)
	}
}

// FuzzReadFiled reads files that somebody else may have put among the mails: what is shown of them at the desk is text.
func FuzzReadFiled(f *testing.F) {
	for _, seed := range []string{
		"", "Date: Mon, 02 Jan 2006 15:04:05 +0000\r\nTo: a@example.com\r\nSubject: =?utf-8?q?x?=\r\n\r\ntext\r\n",
		"Date: Mon, 02 Jan 2006 15:04:05 +0000\r\nTo: a@example.com\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=\r\n=FF\r\n--b--\r\n",
		"Date: Mon, 02 Jan 2006 15:04:05 +0000\r\nTo: a@example.com\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ==\r\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file string) {
		filed, err := readFiled(strings.NewReader(file))
		if err == nil && (filed.To == "" || filed.Date.IsZero() && !strings.Contains(file, "0001")) {
			t.Fatalf("%q gave %+v", file, filed)
		}
	})
}
