package scaffold

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"insider/internal/fault"
	"insider/internal/show"
)

// Item is what to begin.
type Item struct {
	Kind  string // "episode", "article", "page" or "person"
	Title string // a person's name; an episode with Audio may leave it to the audio's tags
	Audio string // for an episode: a file to copy beside it, or ""
}

// places are the folders of the kinds.
var places = map[string]string{"episode": "episodes", "article": "articles", "page": "pages", "person": "people"}

// maxTitle bounds a title in bytes, as podcast directories do.
const maxTitle = 255

// New writes a valid file for the item into the content folder dir and returns the files it wrote, as paths that begin
// with dir. Episodes and articles are drafts, so nothing half-written is public. It never overwrites. An empty dir is the
// read-only show in the binary. Errors are faults with a sentence that says what to do; then nothing is left behind.
func New(dir string, item Item, now time.Time) (written []string, err error) {
	if places[item.Kind] == "" {
		return nil, fault.New(fault.Invalid, "%q is no kind of content. Write episode, article, page or person.", item.Kind)
	}
	if item.Audio != "" && item.Kind != "episode" {
		return nil, fault.New(fault.Invalid, "Only an episode has audio.")
	}
	if err := contentFolder(dir); err != nil {
		return nil, err
	}
	draft := freshItem{Title: oneLine(item.Title), Date: stamp(now), GUID: uuid.NewString()}
	f := &folder{dir: dir}
	if item.Audio != "" {
		err = writeWithAudio(f, draft, item.Audio)
	} else {
		err = writePlain(f, draft, item.Kind)
	}
	if err != nil {
		f.undo()
		return nil, err
	}
	return f.written, nil
}

// freshItem is what the templates of an item are filled with.
type freshItem struct {
	Title      string
	Date       string
	GUID       string
	Audio      string   // file name beside the item
	AudioTitle string   // of the audio's tags, when it is another than Title
	Chapters   []string // lines such as "12:30 Title"
}

func writePlain(f *folder, item freshItem, kind string) error {
	name, err := freeName(f.dir, kind, item.Title)
	if err != nil {
		return err
	}
	data, err := text(kind+".md", item)
	if err != nil {
		return err
	}
	if kind == "episode" {
		return f.write(name+"/index.md", data)
	}
	return f.write(name+".md", data)
}

// freeName returns the slash path of an item within the content folder, without extension: "articles/a-title".
func freeName(dir, kind, title string) (string, error) {
	if title == "" {
		return "", fault.New(fault.Invalid, "Give the %s a title.", kind)
	}
	if !utf8.ValidString(title) || len(title) > maxTitle {
		return "", fault.New(fault.Invalid, "The title must be text of at most %d bytes. Choose a shorter one.", maxTitle)
	}
	name := slug(title)
	if name == "" {
		name = kind // a title in another script: the author may rename the file
	}
	if kind == "page" && show.IsReserved(name) {
		return "", fault.New(fault.Conflict, "The site itself lives at /%s. Choose another title for the page.", name)
	}
	taken, err := findSlug(dir, places[kind], name)
	if err != nil {
		return "", unwritable(err, dir)
	}
	if taken != "" {
		return "", fault.New(fault.Conflict, "%s has this address already and was left as it is. Choose another title.", taken)
	}
	return fmt.Sprintf("%s/%s", places[kind], name), nil
}

// oneLine folds blanks of every kind into single ones.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
