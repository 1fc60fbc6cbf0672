package web

import (
	"net/http"
	"runtime"
	"sync"
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

// routeMetric are the numbers of one route with their labels looked up once.
type routeMetric struct {
	get, head, other [6]prometheus.Counter // by first digit of the status, 0 for none
	duration         prometheus.Observer
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
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Registry is where other packages' numbers may be registered by app.
func (s *Server) Registry() *prometheus.Registry { return s.metrics.registry }

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
	x := &routeMetric{duration: m.durations.WithLabelValues(pattern)}
	for i, class := range []string{"none", "1xx", "2xx", "3xx", "4xx", "5xx"} {
		x.get[i] = m.requests.WithLabelValues(pattern, "GET", class)
		x.head[i] = m.requests.WithLabelValues(pattern, "HEAD", class)
		x.other[i] = m.requests.WithLabelValues(pattern, "other", class)
	}
	m.routes[pattern] = x
	return x
}

func (x *routeMetric) observe(method string, status int, took time.Duration) {
	i := status / 100
	if i < 0 || i > 5 {
		i = 0
	}
	switch method {
	case http.MethodGet:
		x.get[i].Inc()
	case http.MethodHead:
		x.head[i].Inc()
	default:
		x.other[i].Inc()
	}
	x.duration.Observe(took.Seconds())
}
