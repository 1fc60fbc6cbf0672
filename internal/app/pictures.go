package app

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"insider/internal/artwork"
	"insider/internal/derived"
	"insider/internal/trace"
)

// openPictures opens the folders in which the program keeps what it makes: sizes of covers, social cards, and traces.
func (a *App) openPictures() error {
	open := func(name string) (*derived.Folder, error) {
		folder, err := derived.Open(filepath.Join(a.config.Data, "cache", name), a.log, time.Now())
		a.derived = append(a.derived, folder)
		return folder, err
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

// forgetPictures removes now and then what was made long ago: most of it is of texts and transcripts that changed since.
func (a *App) forgetPictures(ctx context.Context) error {
	a.every(ctx, 24*time.Hour, "forgetting old pictures", func(context.Context) error {
		var failed []error
		for _, folder := range a.derived {
			failed = append(failed, folder.Forget(time.Now()))
		}
		return errors.Join(failed...)
	})
	return nil
}
