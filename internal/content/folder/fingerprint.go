package folder

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
)

// What is read of a file to tell it from others; docs/decisions/0002-content-fingerprint.md says why.
const (
	// WholeBelow is the size up to which files are read wholly.
	WholeBelow = 1 << 20

	edge        = 512 << 10 // read at the start and at the end of a larger one
	samples     = 64        // evenly spread between the edges
	sampleBytes = 4 << 10
)

// HashBytes returns the fingerprint of a file with these bytes.
func HashBytes(data []byte) string {
	if len(data) <= WholeBelow {
		sum := sha256.Sum256(data)
		return hex.EncodeToString(sum[:])
	}
	hash, _ := fingerprint(bytes.NewReader(data), int64(len(data))) // a bytes.Reader never fails within its size
	return hash
}

// fingerprint returns the content fingerprint of a file of more than 1 MiB in hex: SHA-256 over its size, both edges and
// samples between them. Up to 1 MiB it is SHA-256 of all bytes: HashBytes.
func fingerprint(r io.ReaderAt, size int64) (string, error) {
	h := sha256.New()
	var head [8]byte
	binary.BigEndian.PutUint64(head[:], uint64(size))
	h.Write(head[:])
	for _, part := range sampled(size) {
		n, err := io.Copy(h, io.NewSectionReader(r, part[0], part[1]))
		if err != nil {
			return "", err
		}
		if n != part[1] {
			return "", fmt.Errorf("at %d: %w", part[0], io.ErrUnexpectedEOF)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// sampled returns offset and length of the parts of a file over WholeBelow that count.
func sampled(size int64) [][2]int64 {
	parts := make([][2]int64, 0, samples+2)
	parts = append(parts, [2]int64{0, edge})
	if middle := size - 2*edge; middle > samples*sampleBytes {
		for i := range int64(samples) {
			parts = append(parts, [2]int64{edge + (middle-sampleBytes)*i/(samples-1), sampleBytes})
		}
	} else {
		parts = append(parts, [2]int64{edge, middle})
	}
	return append(parts, [2]int64{size - edge, edge})
}
