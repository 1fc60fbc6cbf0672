package app

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"insider/internal/account"
	"insider/internal/config"
	"insider/internal/store"
)

// AddEditor lets somebody in as an editor and returns a link that signs them in. It works beside a running server.
func AddEditor(ctx context.Context, c *config.Config, email string) (link string, err error) {
	s, err := openBeside(ctx, c)
	if err != nil {
		return "", err
	}
	defer s.Close()
	accounts := &account.Service{Store: s, Clock: time.Now, URL: signInURL(c)}
	secret, err := accounts.AddEditor(ctx, email)
	if err != nil {
		return "", err
	}
	return accounts.URL(secret), nil
}

// SignOut ends every session of an address at the desk, or everybody's for "", beside a running server too, and returns how many.
func SignOut(ctx context.Context, c *config.Config, email string) (browsers int, err error) {
	s, err := openBeside(ctx, c)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	accounts := &account.Service{Store: s, Clock: time.Now}
	return accounts.SignOut(ctx, email)
}

// signInURL makes the absolute address of a sign-in link.
func signInURL(c *config.Config) func(secret string) string {
	return func(secret string) string { return c.BaseURL.String() + "/desk/sign-in?token=" + secret }
}

// openBeside opens the database for a command beside a running server: it waits longer for its turn. A database that does
// not exist yet is made, under the lock; an older schema is left to serve and migrate.
func openBeside(ctx context.Context, c *config.Config) (*store.Store, error) {
	if err := makeDataFolder(c.Data); err != nil {
		return nil, err
	}
	schema, err := store.Status(ctx, store.Config{URL: c.DatabaseURL})
	if err != nil && (c.Postgres() || !errors.Is(err, fs.ErrNotExist)) { // a socket that is not there is no database to make
		return nil, err
	}
	if schema.Version == 0 {
		if _, _, err := Migrate(ctx, c, ""); err != nil {
			return nil, err
		}
	}
	return store.Open(ctx, store.Config{URL: c.DatabaseURL, Patient: true})
}
