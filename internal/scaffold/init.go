package scaffold

import (
	"net/url"
	"time"
)

// Init writes a show of one's own into dir, which must not exist or be empty. base is its public address, or nil while
// that is not known; now dates the sample episode. It returns the files it wrote, as paths that begin with dir, in
// order. Errors are fault.Invalid, fault.Conflict or fault.Unavailable with a sentence that says what to do.
func Init(dir string, base *url.URL, now time.Time) (written []string, err error) {
	return nil, nil
}
