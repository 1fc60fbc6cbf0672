package web

import (
	"bytes"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// accepted says which encodings the client prefers to plain bytes, by the q-values of RFC 9110, 12.5.3: Brotli only when it is not
// liked less than gzip.
func accepted(values []string) (br, gz bool) {
	if len(values) == 1 {
		switch values[0] { // what browsers and apps send
		case "gzip, deflate, br, zstd", "gzip, deflate, br":
			return true, true
		case "gzip", "gzip, deflate":
			return false, true
		}
	}
	liked := map[string]float64{}
	for _, value := range values {
		for part := range strings.SplitSeq(value, ",") {
			name, parameter, _ := strings.Cut(part, ";")
			name = strings.ToLower(strings.TrimSpace(name))
			if name == "x-gzip" {
				name = "gzip"
			}
			liked[name] = quality(parameter)
		}
	}
	of := func(name string) float64 {
		if q, named := liked[name]; named {
			return q
		}
		return liked["*"]
	}
	plain := liked["identity"]
	br = of("br") > 0 && of("br") >= max(plain, of("gzip"))
	gz = of("gzip") > 0 && of("gzip") >= plain
	return br, gz
}

// quality reads "q=0.5"; nothing is 1, nonsense is 0.
func quality(parameter string) float64 {
	parameter = strings.TrimSpace(parameter)
	if parameter == "" {
		return 1
	}
	name, value, _ := strings.Cut(parameter, "=")
	if !strings.EqualFold(strings.TrimSpace(name), "q") {
		return 0
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !(q >= 0 && q <= 1) { // NaN is neither
		return 0
	}
	return q
}

// compressible says whether bytes of the type get smaller by gzip.
func compressible(mime string) bool {
	mime, _, _ = strings.Cut(mime, ";")
	if strings.HasPrefix(mime, "text/") || strings.HasSuffix(mime, "+xml") || strings.HasSuffix(mime, "+json") {
		return true
	}
	switch mime {
	case "application/json", "application/json+chapters", "application/xml", "application/javascript", "application/x-subrip", "image/svg+xml":
		return true
	}
	return false
}

// gzipWriters compress as well as they can: a body is compressed once and sent for as long as it lasts.
var gzipWriters = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(nil, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	return z
}}

// compressions count what was compressed since the process began.
var compressions struct{ gzip, brotli atomic.Int64 }

// smallest is the size in bytes below which compression does not pay.
const smallest = 256

// compress returns body gzipped, or nil when that does not make it smaller. Equal bodies give equal bytes.
func compress(body []byte) []byte {
	if len(body) < smallest {
		return nil
	}
	compressions.gzip.Add(1)
	if len(body) >= largeBody {
		return smaller(compressLarge(body), body)
	}
	var out bytes.Buffer
	out.Grow(len(body)/4 + 64)
	z := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(z)
	z.Reset(&out)
	if _, err := z.Write(body); err != nil || z.Close() != nil {
		return nil
	}
	return smaller(bytes.Clone(out.Bytes()), body)
}

// How well Brotli (RFC 7932) compresses: pages while somebody waits, static files once in the life of a process.
const (
	brotliPage = 5
	brotliFile = brotli.BestCompression
)

// compressBrotli returns body in Brotli. Equal bodies give equal bytes.
func compressBrotli(body []byte, level int) []byte {
	compressions.brotli.Add(1)
	var out bytes.Buffer
	z := brotli.NewWriterLevel(&out, level)
	if _, err := z.Write(body); err != nil || z.Close() != nil {
		return nil
	}
	return out.Bytes()
}

func smaller(packed, body []byte) []byte {
	if len(packed) >= len(body) {
		return nil
	}
	return packed
}
