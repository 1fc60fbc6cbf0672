package site

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"insider/internal/artwork"
	"insider/internal/bucket"
	"insider/internal/derived"
	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/show"
	"insider/internal/trace"
	"insider/internal/web"
)

// mediaPrefix is where files of items are served.
const mediaPrefix = "/media/"

// immutable is for files whose address changes with them.
const immutable = "public, max-age=31536000, immutable"

// MediaFile is an open file. An *os.File goes out by sendfile.
type MediaFile interface {
	io.ReadSeekCloser
	Stat() (fs.FileInfo, error)
}

// Media is the gate of /media/{kind}/{slug}/{file}: it serves a file only while it belongs to a public item, whatever
// else lies in the folders behind it.
type Media struct {
	Editions *edition.Holder
	Content  func(source string) (MediaFile, error) // opens a file of the content folder by show.File.Source
	Bucket   func(key string) (MediaFile, error)    // opens a stored copy, which wins; fault.NotFound when there is none
	Art      *artwork.Keeper                        // makes pictures in their sizes; nil: there are none
	Cards    *derived.Folder                        // keeps social cards; nil: none are drawn
	Traces   *trace.Keeper                          // who speaks when, on cards; nil: worked out anew each time
	Clock    func() time.Time                       // nil: time.Now

	Downloads Downloads // takes what went out of episodes' audio; nil: nothing is counted

	vetted     vetted
	storyCards *derived.Shelf
}

// Register mounts the gate.
func (m *Media) Register(server *web.Server) {
	if m.Clock == nil {
		m.Clock = time.Now
	}
	m.storyCards = derived.NewShelf(storyCards)
	server.Mount(mediaPrefix, web.ClassMedia, server.Handler(func(w http.ResponseWriter, r *http.Request) error {
		return m.serve(server, w, r)
	}))
}

func (m *Media) serve(server *web.Server, w http.ResponseWriter, r *http.Request) error {
	at, ok := parseMedia(r.URL.Path)
	if !ok {
		return errNoMedia
	}
	e := m.Editions.Current()
	switch at.kind {
	case show.Art:
		return m.serveArt(w, r, at, e)
	case show.Pictures:
		return m.servePicture(w, r, at, e)
	case show.Press:
		return servePress(w, r, e)
	case show.Cards:
		return m.serveCard(server, w, r, at, e)
	}
	file, ok := at.file(e)
	if !ok {
		if to, status := at.moved(e); to != "" {
			return server.Redirect(w, to, status)
		}
		return errNoMedia
	}
	found, err := m.open(r.Context(), at, file)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "This file cannot be read just now. Please try again in a moment.")
	}
	defer found.body.Close()
	if m.Downloads == nil || e.Drafts || !isSound(at) {
		found.send(w, r)
		return nil
	}
	m.sendCounted(server, w, r, found, e)
	return nil
}

var errNoMedia = fault.New(fault.NotFound, "There is no file at this address.")

// mediaAddress is the address of a file, cut in its parts.
type mediaAddress struct {
	kind       show.Kind
	slug, name string
}

func parseMedia(p string) (mediaAddress, bool) {
	kind, rest, _ := strings.Cut(strings.TrimPrefix(p, mediaPrefix), "/")
	slug, name, _ := strings.Cut(rest, "/")
	ok := kind != "" && slug != "" && name != "" && !strings.Contains(name, "/")
	return mediaAddress{show.Kind(kind), slug, name}, ok
}

// file returns the file that a public item serves at the address now.
func (a mediaAddress) file(e *edition.Edition) (*show.File, bool) {
	return e.File(a.kind, a.slug, a.name)
}

// moved returns where the file is now when this is an address it had before: of an item under its old slug for good, of
// an earlier cover until the next one.
func (a mediaAddress) moved(e *edition.Edition) (to string, status int) {
	if a.kind == show.Media {
		if e.Show.Cover != nil && isPicture(a.name) && strings.HasPrefix(a.name, "cover.") {
			return e.Show.Cover.Path, http.StatusFound
		}
		return "", 0
	}
	now, ok := e.Alias(a.page())
	if !ok {
		return "", 0
	}
	kind, slug := pageAddress(now)
	if _, ok := e.File(kind, slug, a.name); !ok {
		return "", 0
	}
	return show.MediaPath(kind, slug, a.name), http.StatusMovedPermanently
}

// page is the address of the item that the file belongs to.
func (a mediaAddress) page() string {
	if a.kind == show.Pages {
		return "/" + a.slug
	}
	return "/" + string(a.kind) + "/" + a.slug
}

func pageAddress(p string) (show.Kind, string) {
	kind, slug, ok := strings.Cut(strings.TrimPrefix(p, "/"), "/")
	if !ok {
		return show.Pages, kind
	}
	return show.Kind(kind), slug
}

// opened is the file that is served.
type opened struct {
	at     mediaAddress
	file   *show.File // as it was scanned
	body   MediaFile
	info   fs.FileInfo
	stored bool // a copy from the bucket, not the file beside the Markdown
}

// open returns the file's winner: the stored copy, else the file beside the Markdown.
func (m *Media) open(ctx context.Context, a mediaAddress, file *show.File) (opened, error) {
	now := m.Clock()
	if body, info, stored := m.vetted.open(a, now); body != nil {
		return opened{a, file, body, info, stored}, nil
	}
	body, err := m.Bucket(bucket.Public + string(a.kind) + "/" + a.slug + "/" + a.name)
	stored := err == nil
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Invalid) { // what is no key holds nothing
		body, err = m.beside(ctx, file)
	}
	if err != nil {
		return opened{}, err
	}
	info, err := body.Stat()
	if err != nil {
		return opened{}, errors.Join(err, body.Close())
	}
	m.vetted.remember(a, body, info, stored, now)
	return opened{a, file, body, info, stored}, nil
}

// beside opens the file beside the Markdown; a picture without what it tells of where, when and by whom it was made.
func (m *Media) beside(ctx context.Context, file *show.File) (MediaFile, error) {
	if m.Art != nil && slices.Contains([]string{"image/jpeg", "image/png", "image/webp"}, file.Type) {
		return m.Art.OpenClean(ctx, file)
	}
	return m.Content(file.Source)
}

func (f opened) send(w http.ResponseWriter, r *http.Request) web.Sent {
	kind := web.MediaType(f.at.name)
	if !shown(kind) {
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.at.name}))
	}
	if f.at.kind == show.Media {
		w.Header().Set("Cache-Control", immutable) // its address holds its hash
	}
	return web.ServeFile(w, r, web.File{Type: kind, ETag: f.tag(), Modified: f.info.ModTime(), Body: f.body})
}

// tag is a strong ETag: the fingerprint of the content while the file is the one that was scanned, otherwise its
// size and time.
func (f opened) tag() string {
	info := f.info
	if hash := f.scannedHash(); hash != "" {
		return `"` + hash[:min(len(hash), 32)] + `"`
	}
	return `"` + strconv.FormatInt(info.Size(), 36) + "-" + strconv.FormatInt(info.ModTime().UnixNano(), 36) + `"`
}

// scannedHash returns the fingerprint of what is served, "" when it is not as it was scanned.
func (f opened) scannedHash() string {
	file := f.file
	size, at, hash := file.Bytes, file.ModTime, file.Hash
	if f.stored && file.Copy != nil {
		size, at, hash = file.Copy.Bytes, file.Copy.ModTime, file.Copy.Hash
	} else if f.stored != strings.HasPrefix(file.Source, mediaPrefix) {
		return ""
	}
	if f.info.Size() != size || !f.info.ModTime().Equal(at) {
		return ""
	}
	return hash
}

// shown says whether a browser may show a file of the type by itself; whatever could be a page of somebody else's is kept
// as a download.
func shown(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	top, _, _ := strings.Cut(kind, "/")
	switch top {
	case "audio", "video", "image", "font":
		return true
	}
	return kind == "application/pdf" || kind == "text/plain" || kind == "text/vtt" || kind == "application/json"
}

func isPicture(name string) bool { return strings.HasPrefix(web.MediaType(name), "image/") }
