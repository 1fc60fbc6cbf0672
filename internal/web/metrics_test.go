package web

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestMetrics(t *testing.T) {
	s, _ := testServer(t, "http://localhost:8080")
	s.Cached("/episodes/:slug", ClassPage, constant("page"))
	s.CountFunc("insider_download_events_lost_total", "As app adds it.", func() float64 { return 7 })
	for _, path := range []string{"/episodes/a", "/episodes/a", "/episodes/b", "/none"} {
		ask(s, "GET", path)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.ServeMetrics(ctx, l) }()
	resp, err := http.Get("http://" + l.Addr().String() + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	for _, line := range []string{
		`insider_http_requests_total{method="GET",route="/episodes/:slug",status="2xx"} 3`,
		`insider_http_requests_total{method="GET",route="none",status="4xx"} 1`,
		`insider_http_request_duration_seconds_count{route="/episodes/:slug"} 3`,
		"insider_http_requests_in_flight 0", "insider_page_cache_hits_total 1", "insider_page_cache_misses_total 2",
		"insider_page_cache_entries 2", `version="test"`, "insider_download_events_lost_total 7",
	} {
		if !strings.Contains(string(body), line) {
			t.Errorf("no %s", line)
		}
	}
	documented(t, string(body))
}

// documented looks for each metric in docs/metrics.md. That it names no others is seen where the whole program runs.
func documented(t *testing.T, metrics string) {
	t.Helper()
	doc, err := os.ReadFile("../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^# TYPE (insider_\w+) `).FindAllStringSubmatch(metrics, -1) {
		if !strings.Contains(string(doc), "`"+m[1]+"`") {
			t.Errorf("docs/metrics.md does not name %s", m[1])
		}
	}
}
