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

// floorRead reads every file of a folder once: bare reading. Args: folder.
func floorRead(args []string) error {
	total := 0
	err := eachFile(args[0], func(_ string, data []byte) error { total += len(data); return nil })
	if err == nil && total == 0 {
		err = fmt.Errorf("%s is empty", args[0])
	}
	return err
}

// front is what a strict parser has to know of the generated files; an unknown key fails.
type front struct {
	Title, Date, Updated, GUID, Summary, Audio, Transcript, Name, Role, Menu string
	Number, Season                                                           int
	People                                                                   []struct{ Person, Role string }
	Voices                                                                   map[string]string
	Topics, Authors, Aliases                                                 []string
}

// floorParse reads every file and strictly parses the front matter of each Markdown file: the least that a start without a
// manifest has to do. Args: folder.
func floorParse(args []string) error {
	parsed := 0
	err := eachFile(args[0], func(name string, data []byte) error {
		rest, isFront := bytes.CutPrefix(data, []byte("---\n"))
		if !isFront || !strings.HasSuffix(name, ".md") {
			return nil
		}
		head, _, _ := bytes.Cut(rest, []byte("\n---\n"))
		var f front
		if err := yaml.UnmarshalWithOptions(head, &f, yaml.Strict()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		parsed++
		return nil
	})
	if err == nil && parsed == 0 {
		err = fmt.Errorf("%s holds no front matter", args[0])
	}
	return err
}

// eachFile calls f with every file below dir.
func eachFile(dir string, f func(name string, data []byte) error) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return f(name, data)
	})
}
