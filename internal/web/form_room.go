package web

import (
	"io"
	"net/http"
	"time"

	"golang.org/x/sync/semaphore"

	"insider/internal/fault"
)

// Whoever posts is not counted before the form was read, so what is held of all forms that arrive at one moment has to have an
// end of its own: a thousand connections with half a megabyte each would take a small machine's memory.
const (
	formFree = 16 << 10 // bytes of each form that are always taken: any sign-up, and most stories
	formRoom = 32 << 20 // bytes of all forms together beyond those
)

var formSpace = semaphore.NewWeighted(formRoom)

var errCrowded = fault.Retry(15*time.Second, "Very much is being sent to us just now. Please send it again in a minute.")

// readBody reads a posted body into memory while there is room for it. What was read is given back by free.
func readBody(w http.ResponseWriter, body io.Reader) (data []byte, free func(), err error) {
	var held int64
	free = func() { formSpace.Release(held) }
	data = make([]byte, 0, 2<<10)
	for {
		if len(data) == cap(data) {
			size := min(2*cap(data), maxBody+1)
			if more := int64(size-formFree) - held; more > 0 {
				if !formSpace.TryAcquire(more) {
					w.Header().Set("Connection", "close")
					return nil, free, errCrowded
				}
				held += more
			}
			data = append(make([]byte, 0, size), data...)
		}
		n, err := body.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if err == io.EOF {
			return data, free, nil
		}
		if err != nil {
			return nil, free, err
		}
	}
}
