package app

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"insider/internal/bucket"
	"insider/internal/config"
	"insider/internal/content"
	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/store"
)

// openFolders makes the data folder, takes its lock, ends a restore that was interrupted, and opens the keys and the bucket.
func (a *App) openFolders(ctx context.Context) error {
	if err := makeDataFolder(a.config.Data); err != nil {
		return err
	}
	release, err := lockFolder(a.config.Data)
	if err != nil {
		return err
	}
	a.onClose(func() error { release(); return handOver(a.config.Data) })
	if _, err := recoverRestore(ctx, a.config); err != nil {
		return err
	}
	if a.ring, err = keyRing(a.config); err != nil {
		return err
	}
	if a.bucket, err = bucket.OpenFolder(a.config.MediaURL); err != nil {
		return err
	}
	a.onClose(a.bucket.Close)
	return nil
}

func (a *App) openStore(ctx context.Context) (err error) {
	a.store, err = store.Open(ctx, store.Config{URL: a.config.DatabaseURL, Migrate: true, BeforeMigrate: beforeMigration(a.config, a.console.Version)})
	if err == nil {
		a.onClose(a.store.Close)
	}
	return err
}

// openPress reads the content and makes the first edition.
func (a *App) openPress(ctx context.Context) error {
	if err := a.openPictures(); err != nil {
		return err
	}
	a.library = content.New(contentOptions(a.config, a.files, filepath.Join(a.config.Data, "cache"), a.log))
	a.press = &press{library: a.library, store: a.store, stories: a.stories, builder: feed.NewBuilder(a.config.BaseURL), clock: edition.Steady(time.Now), log: a.log}
	return a.press.first(ctx)
}

// contentOptions says where the content lies: the folder that was configured, or the show in the binary.
func contentOptions(c *config.Config, files Files, cache string, log *slog.Logger) content.Options {
	return content.Options{Dir: c.Content, FS: files.Content, Cache: cache, Media: publicMedia(c), Bucket: publicFolder(c), Base: c.BaseURL, Drafts: c.Drafts, Log: log}
}

// publicFolder is the public half of the bucket, "" while there is none.
func publicFolder(c *config.Config) string {
	dir := filepath.Join(c.MediaURL, strings.TrimSuffix(bucket.Public, "/"))
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return ""
	}
	return dir
}

// publicMedia is the public half of the bucket as content may name it, nil while there is none.
func publicMedia(c *config.Config) fs.FS {
	if dir := publicFolder(c); dir != "" {
		return os.DirFS(dir)
	}
	return nil
}
