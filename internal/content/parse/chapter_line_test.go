package parse

import "testing"

func TestChapterLine(t *testing.T) {
	for in, want := range map[string]string{
		"12:30 Title": "Title", "- 12:30 Title": "Title", "* [1:02:03] Title": "Title", "(0:00) Cold open": "Cold open", "1. 0:00 - Title": "Title",
		"0:00 – What 1986 got right": "What 1986 got right", "12:30: Title": "Title", "12:30": "", "Title 12:30": "", "12:3 x": "", "12:75 x": "", "12 x": "", "": "",
	} {
		if _, got, _ := chapterLine(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
