package app

import (
	"path/filepath"
	"time"

	"insider/internal/artwork"
	"insider/internal/derived"
)

// openPictures opens the folders in which pictures that the program makes are kept: sizes of covers, and social cards.
func (a *App) openPictures() error {
	open := func(name string) (*derived.Folder, error) {
		return derived.Open(filepath.Join(a.config.Data, "cache", name), a.log, time.Now())
	}
	covers, err := open("covers")
	if err != nil {
		return err
	}
	a.covers = artwork.New(covers, func(source string) (artwork.Source, error) { return a.library.Open(source) })
	a.cards, err = open("cards")
	return err
}
