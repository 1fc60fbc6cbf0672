package app

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"insider/internal/account"
	"insider/internal/config"
)

// Console is where a server speaks: Out to whoever started it, Log to whoever reads logs.
type Console struct {
	Out      io.Writer
	Terminal bool // a person reads Out now
	Log      *slog.Logger
	Version  string
	Notify   string // socket of the service manager (NOTIFY_SOCKET); "" is none
}

// greet says on a terminal what runs where. Without one nothing is said: the log tells the addresses.
func (a *App) greet(ctx context.Context) {
	if !a.console.Terminal {
		return
	}
	base := a.config.BaseURL.String()
	fmt.Fprintf(a.console.Out, "\n%s is on the air.\n\n  site  %s/\n  feed  %s/podcast.xml\n  mail  %s\n",
		a.press.holder.Current().Show.Title, base, base, mailGoes(a.config))
	if n := len(a.press.Mistakes()); n > 0 {
		fmt.Fprintf(a.console.Out, "  note  %d mistakes in the content; see: insider check\n", n)
	}
	link, err := a.firstLink(ctx)
	switch {
	case err != nil:
		a.console.Log.Error("no sign-in link", "err", err)
	case link != "":
		fmt.Fprintf(a.console.Out, "  desk  %s\n        (signs the first editor in, once, within %d minutes)\n", link, int(account.LinkLife/time.Minute))
	default:
		fmt.Fprintf(a.console.Out, "  desk  %s/desk\n", base)
	}
	fmt.Fprintf(a.console.Out, "\nStop with Ctrl-C.\n\n")
}

// mailGoes says in a sentence where mails go.
func mailGoes(c *config.Config) string {
	switch {
	case !c.MailSetUp() && !c.Local():
		return "not set up, so forms take no addresses; set INSIDER_SMTP_URL"
	case !c.MailSetUp():
		return "written as files into " + filepath.Join(c.Data, outboxFolder) + "; set INSIDER_SMTP_URL to send"
	}
	return "sent through " + c.SMTPURL.Hostname()
}

// firstLink returns a link that makes the first editor, "" when there is one.
func (a *App) firstLink(ctx context.Context) (string, error) {
	secret, err := a.accounts.FirstLink(ctx, a.press.holder.Current().Show.Owner.Email)
	if err != nil || secret == "" {
		return "", err
	}
	return a.accounts.URL(secret), nil
}

// linkFile is where a sign-in link waits for an operator when no terminal could show it.
const linkFile = "sign-in-link"

// keepLinkFile keeps a fresh link for the first editor in the data folder, readable by its owner only, until there is an
// editor; then the file goes.
func (a *App) keepLinkFile(ctx context.Context) error {
	name := filepath.Join(a.config.Data, linkFile)
	if a.console.Terminal {
		return removeFile(name)
	}
	for fresh := account.LinkLife * 2 / 3; ; {
		link, err := a.firstLink(ctx)
		switch {
		case err != nil:
			a.console.Log.Error("no sign-in link", "err", err)
		case link == "":
			return removeFile(name)
		default:
			if err := writePrivate(name, link+"\n"); err != nil {
				a.console.Log.Error("the sign-in link cannot be written", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return removeFile(name)
		case <-time.After(fresh):
		}
	}
}

func removeFile(name string) error {
	if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}

// writePrivate replaces a file by one that only its owner can read.
func writePrivate(name, text string) error {
	temp, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+"-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	if _, err := temp.WriteString(text); err != nil {
		_ = temp.Close()
		return err
	}
	if err := temp.Close(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), name)
}

// Files are the folders in the binary.
type Files struct{ Content, Templates, Static fs.FS }
