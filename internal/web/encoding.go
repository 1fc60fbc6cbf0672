package web

import (
	"bytes"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// acceptsGzip says whether the client prefers gzip to plain bytes, by the q-values of RFC 9110, 12.5.3.
func acceptsGzip(values []string) bool {
	if len(values) == 0 {
		return false
	}
	switch values[0] { // what browsers and apps send
	case "gzip", "gzip, deflate", "gzip, deflate, br", "gzip, deflate, br, zstd":
		if len(values) == 1 {
			return true
		}
	}
	packed, plain, any := -1.0, -1.0, -1.0
	for _, value := range values {
		for part := range strings.SplitSeq(value, ",") {
			name, parameter, _ := strings.Cut(part, ";")
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "gzip", "x-gzip":
				packed = quality(parameter)
			case "identity":
				plain = quality(parameter)
			case "*":
				any = quality(parameter)
			}
		}
	}
	if packed < 0 {
		packed = any
	}
	return packed > 0 && packed >= plain
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
	if err != nil || q < 0 || q > 1 {
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

// smallest is the size in bytes below which compression does not pay.
const smallest = 256

// compress returns body gzipped, or nil when that does not make it smaller. Equal bodies give equal bytes.
func compress(body []byte) []byte {
	if len(body) < smallest {
		return nil
	}
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

func smaller(packed, body []byte) []byte {
	if len(packed) >= len(body) {
		return nil
	}
	return packed
}
