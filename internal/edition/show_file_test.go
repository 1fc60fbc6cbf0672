package edition_test

import (
	"testing"
	"time"

	"insider/internal/edition"
	"insider/internal/show"
)

func TestFilesOfTheShowAreFoundByTheirHash(t *testing.T) {
	picture := func(hash, name string) *show.Image {
		return &show.Image{Path: show.MediaPath(show.Media, hash, name), File: &show.File{Name: name, Hash: hash}}
	}
	s := &show.Show{Cover: picture("aaa", "cover.jpg"), Aliases: []string{"/feed/podcast"}}
	s.Images = []show.Artwork{{Image: picture("bbb", "cover.jpg")}, {Image: picture("ccc", "wide.png")}, {URL: "https://cdn.example/wide.png"}}
	e := edition.New(&edition.Source{Show: s}, time.Now())
	for path, want := range map[[2]string]string{
		{"aaa", "cover.jpg"}: "aaa", {"bbb", "cover.jpg"}: "bbb", {"ccc", "wide.png"}: "ccc", {"aaa", "wide.png"}: "", {"ddd", "cover.jpg"}: "",
	} {
		file, ok := e.File(show.Media, path[0], path[1])
		if ok != (want != "") || ok && file.Hash != want {
			t.Errorf("%v gives %v, %v", path, file, ok)
		}
	}
	for path, want := range map[string]string{"/feed/podcast": "/podcast.xml", "/feed/podcast/": "/podcast.xml", "/feed": ""} {
		if to, _ := e.Alias(path); to != want {
			t.Errorf("%s leads to %q", path, to)
		}
	}
}
