package site

import (
	"flag"
	"net/http"
	"testing"
)

var look = flag.String("look", "", "serve")

func TestLook(t *testing.T) {
	if *look == "" {
		t.Skip()
	}
	http.ListenAndServe(*look, serve(t, fixture(t, 42), "http://"+*look))
}
