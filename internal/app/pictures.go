package app

import (
	"path/filepath"
	"time"

	"insider/internal/artwork"
	"insider/internal/derived"
	"insider/internal/trace"
)

// openPictures opens the folders in which the program keeps what it makes: sizes of covers, social cards, and traces.
func (a *App) openPictures() error {
	open := func(name string) (*derived.Folder, error) {
		return derived.Open(filepath.Join(a.config.Data, "cache", name), a.log, time.Now())
	}
	covers, err := open("covers")
	if err != nil {
		return err
	}
	a.covers = artwork.New(covers, func(source string) (artwork.Source, error) { return a.library.Open(source) })
	if a.cards, err = open("cards"); err != nil {
		return err
	}
	traces, err := open("traces")
	a.traces = trace.NewKeeper(traces)
	return err
}
