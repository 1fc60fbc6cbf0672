package parse

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"
	"time"

	"insider/internal/content/folder"
	"insider/internal/content/mistake"
	"insider/internal/fault"
	"insider/internal/show"
)

const maxPicture = 20 << 20 // bytes of a picture as it is served

// types are the MIME types of files by extension; the same on every machine, whatever its list says.
var types = map[string]string{
	".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".m4b": "audio/mp4", ".mp4": "video/mp4", ".ogg": "audio/ogg", ".opus": "audio/ogg", ".wav": "audio/wav", ".flac": "audio/flac",
	".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp",
	".vtt": "text/vtt", ".srt": "application/x-subrip", ".json": "application/json", ".txt": "text/plain; charset=utf-8",
	".pdf": "application/pdf", ".csv": "text/csv; charset=utf-8", ".zip": "application/zip", ".epub": "application/epub+zip",
}

// IsPicture reports whether a name has the extension of a picture that pages show.
func IsPicture(name string) bool {
	return strings.HasPrefix(types[strings.ToLower(path.Ext(name))], "image/")
}

// IsRecording reports whether a name has the extension of audio or video.
func IsRecording(name string) bool {
	kind := types[strings.ToLower(path.Ext(name))]
	return strings.HasPrefix(kind, "audio/") || strings.HasPrefix(kind, "video/")
}

func typeOf(name string) string {
	ext := strings.ToLower(path.Ext(name))
	return cmp.Or(types[ext], mime.TypeByExtension(ext), "application/octet-stream")
}

// beside returns a file that lies beside the content file and adds it to the record; nil after a mistake. missing is the
// rule for a file that is not there.
func (p *parse) beside(line int, name, missing string) *show.File {
	if f, ok := p.rec.File(name); ok {
		return f
	}
	if strings.Contains(name, "/") || name == "" || !fs.ValidPath(name) || name == "." {
		p.complain(line, mistake.BadFileName, fmt.Sprintf("%q is no file beside %s.", name, path.Base(p.file)), "Put the file beside it and write only its name.")
		return nil
	}
	return p.add(line, name, folder.Join(p.dir, name), missing)
}

func (p *parse) add(line int, name, source, missing string) *show.File {
	if IsPicture(name) {
		_, _ = p.v.Picture(source) // first: it is read once; measure tells what is wrong
	}
	f, err := p.v.Fact(source)
	switch {
	case errors.Is(err, folder.ErrAbsent):
		p.notFound(line, name, source, missing)
		return nil
	case err != nil:
		p.unreadable(line, source, err)
		return nil
	}
	if !validFileName(name) {
		p.complain(line, mistake.BadFileName, fmt.Sprintf("The file name %q does not fit into every app's addresses.", name), fmt.Sprintf("Rename it to %s, for example, here too.", asciiFileName(name)))
		return nil
	}
	file := show.File{Name: name, Source: source, Type: typeOf(name), Bytes: f.Entry.Size, ModTime: time.Unix(0, f.Entry.Mod).UTC(), Hash: f.Hash}
	if IsPicture(name) && !p.measure(line, &file) {
		return nil
	}
	p.rec.Files = append(p.rec.Files, file)
	return &p.rec.Files[len(p.rec.Files)-1]
}

// notFound complains of a file that is not there, with the name of one that is.
func (p *parse) notFound(line int, name, source, rule string) {
	if p.full {
		return
	}
	within, _ := folder.Split(source)
	var names []string
	for other, e := range p.v.Tree[within] {
		if e.Kind == folder.Plain && path.Ext(other) != ".md" {
			names = append(names, other)
		}
	}
	fix := "Put the file there, or mend its name."
	if near := mistake.Nearest(name, names); near != "" {
		fix = fmt.Sprintf("Did you mean %q?", near)
	}
	p.complain(line, rule, fmt.Sprintf("There is no file %s.", source), fix)
}

// measure sets size and type of a picture.
func (p *parse) measure(line int, file *show.File) bool {
	if file.Bytes > maxPicture {
		p.complain(line, mistake.FileTooLarge, fmt.Sprintf("The picture %s has more than 20 MiB.", file.Name), "Save it smaller.")
		return false
	}
	f, err := p.v.Picture(file.Source)
	if err != nil {
		if fault.Is(err, fault.Invalid) {
			p.complain(line, mistake.BadPicture, fmt.Sprintf("The picture %s cannot be read.", file.Name), fault.Sentence(err))
		} else {
			p.unreadable(line, file.Source, err)
		}
		return false
	}
	file.Type, file.Width, file.Height = f.Picture.Type, f.Picture.Width, f.Picture.Height
	return true
}

// picture returns the name of a picture that a key names, "" when none is written or it is wrong.
func (p *parse) picture(m *mapping, key string) string {
	name := m.text(key)
	if name == "" {
		return ""
	}
	f := p.beside(m.line(key), name, mistake.FileNotFound)
	if f == nil {
		return ""
	}
	if !strings.HasPrefix(f.Type, "image/") {
		p.complain(m.line(key), mistake.BadPicture, fmt.Sprintf("%s is no picture that pages can show.", name), "Take a JPEG, PNG, GIF or WebP file.")
		return ""
	}
	return name
}

// The side of a podcast cover in pixels, as directories take it.
const (
	minCover = 1400
	maxCover = 3000
)

// cover returns the name of a podcast cover: a square JPEG or PNG of 1400 to 3000 pixels.
func (p *parse) cover(m *mapping) string {
	name, line := p.picture(m, "cover"), m.line("cover")
	if name == "" {
		return ""
	}
	f, _ := p.rec.File(name)
	switch {
	case types[strings.ToLower(path.Ext(name))] != f.Type || f.Type != "image/jpeg" && f.Type != "image/png":
		p.complain(line, mistake.CoverType, fmt.Sprintf("The cover %s is %s.", name, strings.TrimPrefix(f.Type, "image/")), "Directories take JPEG (.jpg) and PNG (.png), each with its own extension.")
	case f.Width != f.Height:
		p.complain(line, mistake.CoverNotSquare, fmt.Sprintf("The cover %s has %d x %d pixels.", name, f.Width, f.Height), "Directories take only square covers.")
	case f.Width < minCover || f.Width > maxCover:
		p.complain(line, mistake.CoverSize, fmt.Sprintf("The cover %s has %d x %d pixels.", name, f.Width, f.Height), "Directories take 1400 x 1400 to 3000 x 3000.")
	}
	return name
}
