package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"
)

// floorRead reads every text file of a folder: the least that a start can do. Args: folder.
func floorRead(args []string) error {
	total := 0
	err := eachText(args[0], func(_ string, data []byte) error { total += len(data); return nil })
	if err == nil && total == 0 {
		err = fmt.Errorf("%s holds no text", args[0])
	}
	return err
}

// front is what a strict parser has to know of the generated files.
type front struct {
	Title, Date, Updated, GUID, Summary, Type, Audio, Cover, License, Episode, Story, Name, Role, Menu string
	Number, Season                                                                                     int
	Explicit, Draft, Block                                                                             bool
	People, Links, Soundbites                                                                          []map[string]string
	Topics, Authors, Aliases                                                                           []string
	Voices                                                                                             map[string]any
	Chapters, Transcript, Picture                                                                      any
}

// floorParse reads every text file and strictly parses the front matter of each: the least that a start without a
// manifest can do. Args: folder.
func floorParse(args []string) error {
	return eachText(args[0], func(name string, data []byte) error {
		rest, isFront := bytes.CutPrefix(data, []byte("---\n"))
		if !isFront || !strings.HasSuffix(name, ".md") {
			return nil
		}
		head, _, _ := bytes.Cut(rest, []byte("\n---\n"))
		var f front
		if err := yaml.UnmarshalWithOptions(head, &f, yaml.Strict()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	})
}

// eachText calls f with every Markdown, YAML and VTT file below dir.
func eachText(dir string, f func(name string, data []byte) error) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch filepath.Ext(name) {
		case ".md", ".yaml", ".vtt":
		default:
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return f(name, data)
	})
}
