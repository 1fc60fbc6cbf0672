package web

import (
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

type callKey struct{}

// call is what the kernel knows about one request under way.
type call struct {
	server *Server
	id     string
	start  time.Time
	route  string // pattern, "" while nothing matched
	class  Class
	params gin.Params
	writer writer
}

func callOf(r *http.Request) *call {
	c, _ := r.Context().Value(callKey{}).(*call)
	return c
}

// RequestID returns the id of the request as it stands in the answer and in the log, "" outside a Server.
func RequestID(r *http.Request) string {
	if c := callOf(r); c != nil {
		return c.id
	}
	return ""
}

// Param returns the part of the path that matched the name in the route's pattern, "" when there is none.
func Param(r *http.Request, name string) string {
	if c := callOf(r); c != nil {
		return c.params.ByName(name)
	}
	return ""
}

const idDigits = "0123456789abcdefghjkmnpqrstvwxyz"

// newID returns a request id of 13 characters: random, so that it tells nothing about how many requests there were.
func newID() string {
	var id [13]byte
	n := rand.Uint64()
	for i := range id {
		id[i] = idDigits[n&31]
		n >>= 5
	}
	return string(id[:])
}
