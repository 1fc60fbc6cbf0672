package mail

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"insider/internal/fault"
)

// Folder is the transport without a relay: each message becomes a file that a mail program opens. Only the owner of the
// folder can read them.
type Folder struct{ dir string }

// NewFolder returns the transport into a folder, which is made when the first message comes.
func NewFolder(dir string) *Folder { return &Folder{dir} }

// Dir is the folder.
func (f *Folder) Dir() string { return f.dir }

// Send writes the message as a file ending in .eml, whole or not at all.
func (f *Folder) Send(_ context.Context, m Message) error {
	if err := f.write(m); err != nil {
		return &SendError{Sentence: "The mail could not be written into the outbox folder.", Relay: true, Err: err}
	}
	return nil
}

func (f *Folder) write(m Message) (err error) {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return err
	}
	id, _, _ := strings.Cut(m.ID, "@")
	name := filepath.Join(f.dir, m.Date.UTC().Format("20060102T150405Z")+"-"+id+".eml")
	temporary, err := os.CreateTemp(f.dir, ".new-*") // made for its owner only
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temporary.Name()))
		}
	}()
	_, err = m.WriteTo(temporary)
	if err = cmp.Or(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), name)
}

// Filed is a message in the folder.
type Filed struct {
	Name    string // of the file
	Date    time.Time
	To      string
	Subject string
	Text    string // the plain text; empty in a list
}

// List returns the newest messages of the folder, at most n.
func (f *Folder) List(n int) ([]Filed, error) {
	entries, err := os.ReadDir(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && strings.HasSuffix(e.Name(), ".eml") {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	list := make([]Filed, 0, min(n, len(names)))
	for _, name := range names[:min(n, len(names))] {
		m, err := f.Read(name)
		if err != nil {
			return nil, err
		}
		m.Text = ""
		list = append(list, m)
	}
	return list, nil
}

// Read returns one message of the folder by the name of its file.
func (f *Folder) Read(name string) (Filed, error) {
	notFound := fault.New(fault.NotFound, "There is no such mail.")
	if !strings.HasSuffix(name, ".eml") || !filepath.IsLocal(name) {
		return Filed{}, notFound
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return Filed{}, notFound
	}
	defer root.Close()
	file, err := root.Open(name)
	if err != nil {
		return Filed{}, notFound
	}
	defer file.Close()
	m, err := readFiled(io.LimitReader(file, 1<<20))
	if err != nil {
		return Filed{}, fmt.Errorf("mail: reading %s: %w", name, err)
	}
	m.Name = name
	return m, nil
}

func readFiled(r io.Reader) (f Filed, err error) {
	m, err := netmail.ReadMessage(r)
	if err != nil {
		return f, err
	}
	if f.Date, err = m.Header.Date(); err != nil {
		return f, err
	}
	words := mime.WordDecoder{}
	if f.Subject, err = words.DecodeHeader(m.Header.Get("Subject")); err != nil {
		return f, err
	}
	to, err := netmail.ParseAddress(m.Header.Get("To"))
	if err != nil {
		return f, err
	}
	f.To = to.Address
	f.Text, err = plainText(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
	return f, err
}

// plainText returns the first plain text of a body; of several alternatives the first is the plain one.
func plainText(contentType, encoding string, body io.Reader) (string, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return "", err
	}
	if strings.HasPrefix(kind, "multipart/") {
		part, err := multipart.NewReader(body, params["boundary"]).NextPart() // decodes quoted-printable itself
		if err != nil {
			return "", err
		}
		return plainText(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part)
	}
	if strings.EqualFold(encoding, "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	return strings.ReplaceAll(string(text), "\r\n", "\n"), err
}
