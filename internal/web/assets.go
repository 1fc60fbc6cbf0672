package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
)

// assetsPrefix is where assets are served.
const assetsPrefix = "/assets/"

// Assets are the static files under names that change with their content, so that browsers may keep them for ever.
type Assets struct {
	root   string             // without trailing slash
	paths  map[string]string  // "css/site.css" -> "/assets/css/site.1f2e3d4c5b6a.css"
	served map[string]*answer // by path without root
}

// NewAssets reads and compresses every file of static. root is the path of the base URL. In style
// sheets url() of a file beside them becomes its hashed name; one that leads nowhere is an error.
func NewAssets(static fs.FS, root string) (*Assets, error) {
	a := &Assets{root: strings.TrimSuffix(root, "/"), paths: map[string]string{}, served: map[string]*answer{}}
	files, err := assetFiles(static)
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		data, err := fs.ReadFile(static, name)
		if err != nil {
			return nil, err
		}
		if path.Ext(name) == ".css" {
			if data, err = a.rewrite(name, data); err != nil {
				return nil, err
			}
		}
		a.add(name, data)
	}
	return a, nil
}

// Path returns the address of a static file, with the base URL's path; an unknown name is an error.
func (a *Assets) Path(name string) (string, error) {
	p, ok := a.paths[name]
	if !ok {
		return "", fmt.Errorf("there is no static file %q", name)
	}
	return a.root + p, nil
}

// Mount serves the assets of the server.
func (a *Assets) Mount(s *Server) {
	s.Mount(assetsPrefix, ClassAsset, s.Handler(func(w http.ResponseWriter, r *http.Request) error {
		found, ok := a.served[r.URL.Path]
		if !ok {
			return errNotFound
		}
		found.send(w, r)
		return nil
	}))
}

func (a *Assets) add(name string, data []byte) {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	p := assetsPrefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	a.paths[name] = p
	a.served[p] = prepare(&Response{Type: MediaType(name), Body: data}, nil, true, brotliFile)
}

var cssURL = regexp.MustCompile(`url\(\s*['"]?([^'")]+?)['"]?\s*\)`)

// rewrite gives every url() of a style sheet its hashed name.
func (a *Assets) rewrite(name string, css []byte) ([]byte, error) {
	var failed error
	out := cssURL.ReplaceAllFunc(css, func(match []byte) []byte {
		target := string(cssURL.FindSubmatch(match)[1])
		if strings.HasPrefix(target, "data:") || strings.HasPrefix(target, "#") {
			return match
		}
		file, fragment, marked := strings.Cut(target, "#")
		hashed, err := a.Path(path.Join(path.Dir(name), file))
		if err != nil {
			failed = fmt.Errorf("%s: %w", name, err)
			return match
		}
		if marked {
			hashed += "#" + fragment
		}
		return []byte(`url("` + hashed + `")`)
	})
	return out, failed
}

// assetFiles lists the files, style sheets last, because they hold the hashed names of others.
func assetFiles(static fs.FS) ([]string, error) {
	var files []string
	err := fs.WalkDir(static, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && path.Ext(name) != ".go" && !strings.HasPrefix(d.Name(), ".") {
			files = append(files, name)
		}
		return err
	})
	isStyle := func(name string) bool { return path.Ext(name) == ".css" }
	plain := slices.DeleteFunc(slices.Clone(files), isStyle)
	styles := slices.DeleteFunc(files, func(name string) bool { return !isStyle(name) })
	return append(plain, styles...), err
}
