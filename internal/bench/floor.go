package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"
)

// floors are the servers that figures are held against, by the name this command is called with.
var floors = map[string]func(args []string) error{
	"answer": floorAnswer,
	"file":   floorFile,
	"read":   floorRead,
	"parse":  floorParse,
}

// recorded is an answer as the program under test gave it; the floor gives the same.
type recorded struct {
	Status int
	Header http.Header
	Body   []byte
}

// floorAnswer serves one recorded answer to every request: bare net/http with an access log. Args: address, file.
func floorAnswer(args []string) error {
	data, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	var rec recorded
	if err := json.Unmarshal(data, &rec); err != nil {
		return err
	}
	root := true
	return serveFloor(args[0], func(w http.ResponseWriter, r *http.Request) (int, int) {
		if root && r.URL.Path == "/" && r.UserAgent() != "bench" {
			return http.StatusOK, 0 // the launcher's question whether the floor is up
		}
		h := w.Header()
		for k, v := range rec.Header {
			h[k] = v
		}
		w.WriteHeader(rec.Status)
		n := 0
		if r.Method != http.MethodHead {
			n, _ = w.Write(rec.Body)
		}
		return rec.Status, n
	})
}

// floorFile serves one file by http.ServeContent with recorded headers. Args: address, recorded answer, file.
func floorFile(args []string) error {
	data, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	var rec recorded
	if err := json.Unmarshal(data, &rec); err != nil {
		return err
	}
	for _, k := range []string{"Content-Length", "Content-Range", "Accept-Ranges"} {
		rec.Header.Del(k)
	}
	return serveFloor(args[0], func(w http.ResponseWriter, r *http.Request) (int, int) {
		if r.UserAgent() != "bench" {
			return http.StatusOK, 0
		}
		f, err := os.Open(args[2])
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return http.StatusInternalServerError, 0
		}
		defer f.Close()
		h := w.Header()
		for k, v := range rec.Header {
			h[k] = v
		}
		http.ServeContent(w, r, "", time.Time{}, f)
		return rec.Status, 0
	})
}

// serveFloor serves with net/http and writes a log line a request, as the program under test does.
func serveFloor(addr string, answer func(http.ResponseWriter, *http.Request) (status, bytes int)) error {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	id := 0
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		status, bytes := answer(w, r)
		id++
		log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("id", fmt.Sprintf("%016x", id)), slog.String("method", r.Method),
			slog.String("route", r.URL.Path), slog.Int("status", status), slog.Int("bytes", bytes), slog.Duration("took", time.Since(begun)))
	})
	server := &http.Server{Addr: addr, Handler: handler, ReadHeaderTimeout: 8 * time.Second, IdleTimeout: 2 * time.Minute}
	return server.ListenAndServe()
}
