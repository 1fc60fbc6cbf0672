package web

import (
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"insider/internal/fault"
)

// stalled is a long body whose end does not come before the test says so.
type stalled struct {
	io.Reader
	arrived *sync.WaitGroup
	end     chan struct{}
	once    sync.Once
}

func (s *stalled) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if err == io.EOF {
		s.once.Do(s.arrived.Done)
		<-s.end
	}
	return n, err
}

// TestLongFormsHaveRoomTogether holds more long forms than there is room for: the one too many is told to come back, short
// ones are taken all the while, and afterwards everything is as before.
func TestLongFormsHaveRoomTogether(t *testing.T) {
	const long = 400 << 10 // held as maxBody+1
	const most = formRoom / (maxBody + 1 - formFree)
	var arrived, done sync.WaitGroup
	arrived.Add(most)
	end := make(chan struct{})
	for range most {
		done.Go(func() {
			body := &stalled{Reader: strings.NewReader("a=" + strings.Repeat("a", long)), arrived: &arrived, end: end}
			if _, err := postForm(t, urlEncoded, body, FieldLimit("a", long)); err != nil {
				t.Errorf("one for which there was room: %v", err)
			}
		})
	}
	arrived.Wait()
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", "/", strings.NewReader("a="+strings.Repeat("a", long)))
	r.Header.Set("Content-Type", urlEncoded)
	_, err := Form(w, r, FieldLimit("a", long))
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.TooMany || f.RetryAfter == 0 || w.Header().Get("Connection") != "close" {
		t.Errorf("one too many: %v, %v", err, w.Header())
	}
	if _, err := postForm(t, urlEncoded, strings.NewReader("a="+strings.Repeat("a", formFree-3))); err != nil {
		t.Errorf("a short one meanwhile: %v", err)
	}
	close(end)
	done.Wait()
	if !formSpace.TryAcquire(formRoom) {
		t.Fatal("room was not given back")
	}
	formSpace.Release(formRoom)
}
