package scaffold

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"insider/internal/audio"
	"insider/internal/fault"
)

// extensions are the file names' ends by type of audio.
var extensions = map[string]string{audio.MP3: ".mp3", audio.M4A: ".m4a", audio.MP4: ".mp4"}

// writeWithAudio copies the recording beside a new episode and takes from its tags what the item does not say.
func writeWithAudio(f *folder, item freshItem, recording string) error {
	file, err := os.Open(recording)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "The audio %s cannot be read.", recording)
	}
	defer file.Close()
	info, err := probe(file, recording)
	if err != nil {
		return err
	}
	title := oneLine(info.Title)
	if item.Title != "" && title != item.Title {
		item.AudioTitle = title
	}
	item.Title = cmp.Or(item.Title, title)
	if item.Title == "" {
		return fault.New(fault.Invalid, "The audio %s names no title. Give the episode one.", recording)
	}
	name, err := freeName(f.dir, "episode", item.Title)
	if err != nil {
		return err
	}
	base := strings.TrimSuffix(filepath.Base(recording), filepath.Ext(recording))
	item.Audio = cmp.Or(slug(base), "audio") + extensions[info.Type]
	item.Chapters = chapterLines(info)
	data, err := text("episode.md", item)
	if err != nil {
		return err
	}
	if err := f.copy(name+"/"+item.Audio, file); err != nil {
		return err
	}
	return f.write(name+"/index.md", data)
}

func probe(file *os.File, name string) (*audio.Info, error) {
	stat, err := file.Stat()
	if err != nil || !stat.Mode().IsRegular() {
		return nil, fault.Wrap(cmp.Or(err, errors.New("not a file")), fault.Invalid, "The audio %s is not a file.", name)
	}
	info, err := audio.Probe(file, stat.Size())
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "The audio %s cannot be used. %s", name, fault.Sentence(err))
	}
	return info, nil
}

// chapterLines are the chapters as authors write them, in whole seconds: no two at the same second, none at the end.
func chapterLines(info *audio.Info) []string {
	lines := make([]string, 0, len(info.Chapters))
	previous := time.Duration(-1)
	for i, c := range info.Chapters {
		start := c.Start.Truncate(time.Second)
		if start <= previous || start >= info.Duration {
			continue
		}
		previous = start
		lines = append(lines, clock(start)+" "+cmp.Or(oneLine(c.Title), fmt.Sprintf("Chapter %d", i+1)))
	}
	return lines
}

// clock is a time in notes: 0:05, 12:30 or 1:02:03.
func clock(d time.Duration) string {
	h, m, s := int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60
	if h > 0 {
		return fmt.Sprintf("%d:%02d:%02d", h, m, s)
	}
	return fmt.Sprintf("%d:%02d", m, s)
}

// copy creates the file with the slash path name from r. The Markdown file is written after it, so a watched folder never
// shows an episode whose audio is half there.
func (f *folder) copy(name string, r io.ReadSeeker) error {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("scaffold: %w", err)
	}
	return f.create(name, func(w io.Writer) error { _, err := io.Copy(w, r); return err })
}
