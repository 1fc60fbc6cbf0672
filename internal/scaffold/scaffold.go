// Package scaffold writes the first files of a show and the first version of an item.
//
// It owns what a fresh file looks like. It does not read or check content: that is package content's, and everything
// written here passes its check.
package scaffold

import (
	"bytes"
	"embed"
	"fmt"
	"strconv"
	"text/template"
)

//go:embed files
var files embed.FS

// fresh holds the templates of all text files, by base name.
var fresh = template.Must(template.New("").Funcs(template.FuncMap{"quote": quote}).ParseFS(files, "files/show/*", "files/item/*"))

// quote returns s as a YAML text in double quotes; Go's escapes are a part of YAML's.
func quote(s string) string { return strconv.Quote(s) }

// text executes a template.
func text(name string, data any) ([]byte, error) {
	var b bytes.Buffer
	if err := fresh.ExecuteTemplate(&b, name, data); err != nil {
		return nil, fmt.Errorf("scaffold: %w", err)
	}
	return b.Bytes(), nil
}
