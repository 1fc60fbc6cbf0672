package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// Renderer executes page templates. Each page is one set of its own: the nearest layout.html above it, the parts/*.html
// of its folder and of every folder above, and the page, named by their paths without ".html". So equal base names or
// equal definitions in two pages never meet.
type Renderer struct {
	files fs.FS
	funcs template.FuncMap
	dev   bool
	pages map[string]*template.Template
}

// NewRenderer parses every page of templates (mail/ is the mail package's). funcs are what Funcs returned and what the
// caller adds. With dev each Execute reads the files again.
func NewRenderer(templates fs.FS, funcs template.FuncMap, dev bool) (*Renderer, error) {
	r := &Renderer{files: templates, funcs: funcs, dev: dev, pages: map[string]*template.Template{}}
	names, err := pageNames(templates)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if r.pages[name], err = r.parse(name); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Execute renders a page such as "site/home" into memory: a failing template never sends half a page.
func (r *Renderer) Execute(name string, data any) ([]byte, error) {
	t, err := r.page(name)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, data); err != nil {
		return nil, fmt.Errorf("rendering %s: %w", name, err)
	}
	return out.Bytes(), nil
}

// Names returns the pages, sorted: a test sees by it that every page is checked.
func (r *Renderer) Names() []string { return slices.Sorted(maps.Keys(r.pages)) }

func (r *Renderer) page(name string) (*template.Template, error) {
	if r.dev {
		return r.parse(name)
	}
	t, ok := r.pages[name]
	if !ok {
		return nil, fmt.Errorf("there is no template %q", name)
	}
	return t, nil
}

// parse reads the set of one page and returns its layout.
func (r *Renderer) parse(name string) (*template.Template, error) {
	set := template.New("").Funcs(r.funcs).Option("missingkey=error")
	layout := ""
	for _, dir := range ancestors(name) {
		if _, err := fs.Stat(r.files, path.Join(dir, "layout.html")); err == nil {
			layout = path.Join(dir, "layout")
		}
		parts, err := fs.Glob(r.files, path.Join(dir, "parts", "*.html"))
		if err != nil {
			return nil, err
		}
		for _, part := range parts {
			if err := r.add(set, strings.TrimSuffix(part, ".html")); err != nil {
				return nil, err
			}
		}
	}
	for _, file := range []string{layout, name} {
		if file == "" {
			continue
		}
		if err := r.add(set, file); err != nil {
			return nil, err
		}
	}
	if layout != "" {
		return set.Lookup(layout), nil
	}
	return set.Lookup(name), nil
}

func (r *Renderer) add(set *template.Template, name string) error {
	text, err := fs.ReadFile(r.files, name+".html")
	if err != nil {
		return err
	}
	_, err = set.New(name).Parse(string(text))
	return err
}

// ancestors returns the folders above a page, outermost first: "." and "site" for "site/home".
func ancestors(name string) []string {
	dirs := []string{"."}
	for i, c := range name {
		if c == '/' {
			dirs = append(dirs, name[:i])
		}
	}
	return dirs
}

func pageNames(files fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(files, ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "parts" || file == "mail"):
			return fs.SkipDir
		case !d.IsDir() && path.Ext(file) == ".html" && d.Name() != "layout.html":
			names = append(names, strings.TrimSuffix(file, ".html"))
		}
		return nil
	})
	return names, err
}
