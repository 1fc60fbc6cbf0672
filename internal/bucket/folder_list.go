package bucket

import (
	"context"
	"io/fs"
	"iter"
	"path"
	"strings"

	"insider/internal/fault"
)

// List yields the regular files whose keys begin with prefix, folder by folder; links and what cannot be a key are left out.
func (f *Folder) List(ctx context.Context, prefix string) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		if err := CheckKey(prefix + "x"); err != nil {
			yield(Info{}, err)
			return
		}
		if err := f.checkParents(prefix + "x"); err != nil {
			if !fault.Is(err, fault.NotFound) {
				yield(Info{}, err)
			}
			return
		}
		start := path.Dir(prefix + "x")
		err := fs.WalkDir(f.root.FS(), start, func(name string, d fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				return ignoreAbsent(err)
			case d.IsDir() && !mayHold(name, prefix):
				return fs.SkipDir
			case !d.Type().IsRegular() || !strings.HasPrefix(name, prefix) || CheckKey(name) != nil:
				return nil
			}
			seen, err := d.Info()
			if err != nil {
				return ignoreAbsent(err)
			}
			if !yield(info(name, seen), nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err = classify(err); err != nil && !fault.Is(err, fault.NotFound) {
			yield(Info{}, err)
		}
	}
}

// mayHold reports whether the folder can hold keys with that prefix.
func mayHold(folder, prefix string) bool {
	return strings.HasPrefix(folder+"/", prefix) || strings.HasPrefix(prefix, folder+"/")
}
