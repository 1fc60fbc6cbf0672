package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"
)

// floors are what figures are held against, by the name this command is called with.
var floors = map[string]func(args []string) error{
	"floor-answer": floorAnswer,
	"floor-file":   floorFile,
	"floor-read":   floorRead,
	"floor-parse":  floorParse,
}

// recorded is an answer as the program under test gave it; the floor gives the same.
type recorded struct {
	Status int
	Header http.Header
	Body   []byte
}

func readRecorded(name string) (rec recorded, err error) {
	data, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(data, &rec)
	}
	return rec, err
}

// floorAnswer serves one recorded answer to every request: bare net/http with an access log. Args: address, file.
func floorAnswer(args []string) error {
	rec, err := readRecorded(args[1])
	if err != nil {
		return err
	}
	return serveFloor(args[0], func(w http.ResponseWriter, r *http.Request) int {
		h := w.Header()
		for k, v := range rec.Header {
			h[k] = v
		}
		w.WriteHeader(rec.Status)
		if r.Method != http.MethodHead {
			_, _ = w.Write(rec.Body) // a client that left is no matter of the floor
		}
		return rec.Status
	})
}

// floorFile serves one file by http.ServeContent, which sends it by sendfile, with the headers recorded. Args: address,
// recorded answer, file.
func floorFile(args []string) error {
	rec, err := readRecorded(args[1])
	if err != nil {
		return err
	}
	for _, k := range []string{"Content-Length", "Content-Range", "Accept-Ranges", "Last-Modified"} {
		rec.Header.Del(k) // http.ServeContent writes them
	}
	return serveFloor(args[0], func(w http.ResponseWriter, r *http.Request) int {
		f, err := os.Open(args[2])
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return http.StatusInternalServerError
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return http.StatusInternalServerError
		}
		h := w.Header()
		for k, v := range rec.Header {
			h[k] = v
		}
		http.ServeContent(w, r, "", info.ModTime(), f)
		return rec.Status
	})
}

// serveFloor serves with net/http and writes a line a request with the attributes that the program under test writes. What
// does not come from the load is the launcher's question whether the floor is up.
func serveFloor(addr string, answer func(http.ResponseWriter, *http.Request) (status int)) error {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	id := 0
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.UserAgent() != agent {
			return
		}
		begun := time.Now()
		status := answer(w, r)
		id++
		log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("id", fmt.Sprintf("%013x", id)), slog.String("method", r.Method),
			slog.String("path", r.URL.Path), slog.Int("status", status), slog.Duration("took", time.Since(begun)))
	})
	server := &http.Server{Addr: addr, Handler: handler, ReadHeaderTimeout: 8 * time.Second, IdleTimeout: 2 * time.Minute}
	return server.ListenAndServe()
}
