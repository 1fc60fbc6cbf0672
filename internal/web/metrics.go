package web

import (
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are the numbers of the kernel; docs/metrics.md lists them.
type metrics struct {
	registry     *prometheus.Registry
	requests     *prometheus.CounterVec
	durations    *prometheus.HistogramVec
	inFlight     prometheus.Gauge
	hits, misses prometheus.Counter
	mu           sync.Mutex
	routes       map[string]*routeMetric
}

// routeMetric are the numbers of one route; those of answers from the cache are looked up once.
type routeMetric struct {
	pattern           string
	requests          *prometheus.CounterVec
	success, redirect prometheus.Counter // GET with 2xx and with 3xx
	duration          prometheus.Observer
}

func newMetrics(version string) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "insider_http_requests_total",
			Help: "Answers by route pattern, method and class of status."}, []string{"route", "method", "status"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "insider_http_request_duration_seconds",
			Help:    "Time from the request's header to the end of the answer.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "insider_http_requests_in_flight", Help: "Requests being answered."}),
		hits:     prometheus.NewCounter(prometheus.CounterOpts{Name: "insider_page_cache_hits_total", Help: "Answers from the page cache."}),
		misses:   prometheus.NewCounter(prometheus.CounterOpts{Name: "insider_page_cache_misses_total", Help: "Answers that had to be built."}),
		routes:   map[string]*routeMetric{},
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "insider_build_info", Help: "1, with the version as label.",
		ConstLabels: prometheus.Labels{"version": version, "go": runtime.Version()}})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.durations, m.inFlight, m.hits, m.misses, build,
		compressionCounter("gzip", &compressions.gzip), compressionCounter("br", &compressions.brotli),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func compressionCounter(encoding string, n *atomic.Int64) prometheus.Collector {
	return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "insider_compressions_total", Help: "Bodies that were compressed.",
		ConstLabels: prometheus.Labels{"encoding": encoding}}, func() float64 { return float64(n.Load()) })
}

// Registry is where other packages' numbers may be registered by app.
func (s *Server) Registry() *prometheus.Registry { return s.metrics.registry }

// CountFunc adds a counter whose value somebody else keeps.
func (s *Server) CountFunc(name, help string, value func() float64) {
	s.metrics.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, value))
}

// GaugeFunc adds a gauge whose value somebody else keeps.
func (s *Server) GaugeFunc(name, help string, value func() float64) {
	s.metrics.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
}

// Metrics returns the handler for the metrics address.
func (s *Server) Metrics() http.Handler {
	return promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{})
}

func (m *metrics) watchCache(c *pageCache) {
	m.registry.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "insider_page_cache_bytes", Help: "Bytes in the page cache."},
			func() float64 { b, _ := c.usage(); return float64(b) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "insider_page_cache_entries", Help: "Pages in the page cache."},
			func() float64 { _, n := c.usage(); return float64(n) }),
	)
}

func (m *metrics) watchCrowd(c *crowd) {
	m.registry.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "insider_http_connections", Help: "Connections that are open."},
			func() float64 { n, _ := c.usage(); return float64(n) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "insider_http_connections_cut_total", Help: "Connections that had to make room."},
			func() float64 { _, n := c.usage(); return float64(n) }),
	)
}

// route returns the numbers of a pattern; "" is every request that matched none.
func (m *metrics) route(pattern string) *routeMetric {
	if pattern == "" {
		pattern = "none"
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if x, ok := m.routes[pattern]; ok {
		return x
	}
	x := &routeMetric{pattern: pattern, requests: m.requests, duration: m.durations.WithLabelValues(pattern),
		success: m.requests.WithLabelValues(pattern, http.MethodGet, "2xx"), redirect: m.requests.WithLabelValues(pattern, http.MethodGet, "3xx")}
	m.routes[pattern] = x
	return x
}

func (x *routeMetric) observe(method string, status int, took time.Duration) {
	x.duration.Observe(took.Seconds())
	switch {
	case method == http.MethodGet && status/100 == 2:
		x.success.Inc()
	case method == http.MethodGet && status/100 == 3:
		x.redirect.Inc()
	default:
		x.requests.WithLabelValues(x.pattern, metricMethod(method), statusClass(status)).Inc()
	}
}

func metricMethod(method string) string {
	if method == http.MethodGet || method == http.MethodHead || method == http.MethodPost {
		return method
	}
	return "other"
}

func statusClass(status int) string {
	if status < 100 || status > 599 {
		return "none"
	}
	return strconv.Itoa(status/100) + "xx"
}
