package web

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"hash/maphash"
	"sync"

	"github.com/klauspost/compress/flate"
)

// A large body is compressed in pieces, and a piece that was compressed before is not compressed again: of a feed of a
// thousand episodes one change costs one piece. Pieces begin at lines that the text itself chooses, so that what is put in
// moves no boundary but its own; equal bodies give equal bytes on every machine.
const (
	largeBody     = 512 << 10 // bytes from which a body is cut
	smallestPiece = 128 << 10
	largestPiece  = 768 << 10
	boundaries    = 64      // one line in so many may begin a piece
	packedLimit   = 8 << 20 // bytes of compressed pieces that are remembered, about
)

// gzipHeader is that of RFC 1952, 2.3: deflate, no name, no time, an unknown system.
var gzipHeader = [10]byte{0x1f, 0x8b, 8, 9: 255}

// lastBlock is a final block of RFC 1951 without content, which ends the stream.
var lastBlock = [2]byte{3, 0}

// compressLarge returns body gzipped, its pieces as they are remembered.
func compressLarge(body []byte) []byte {
	parts := [][]byte{gzipHeader[:]}
	for rest := body; len(rest) > 0; {
		piece := rest[:pieceLength(rest)]
		rest = rest[len(piece):]
		parts = append(parts, packed.of(piece))
	}
	sums := binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(body))
	sums = binary.LittleEndian.AppendUint32(sums, uint32(len(body)))
	return bytes.Join(append(parts, lastBlock[:], sums), nil)
}

// pieceLength is where the piece at the start of body ends: before a line whose checksum says so.
func pieceLength(body []byte) int {
	most := min(len(body), largestPiece)
	for at := smallestPiece; at < most; {
		line := bytes.IndexByte(body[at:most], '\n') + 1
		if line == 0 {
			break
		}
		end := at + line
		if at > smallestPiece && crc32.Checksum(body[at:end], castagnoli)%boundaries == 0 {
			return at
		}
		at = end
	}
	return most
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// pieces remembers compressed pieces by their text, those of late in now, those of before until now is full.
type pieces struct {
	mu          sync.Mutex
	seed        maphash.Seed
	now, before map[pieceKey][]byte
	bytes       int // in now
}

type pieceKey struct {
	hash   uint64
	crc    uint32
	length int
}

var packed = &pieces{seed: maphash.MakeSeed(), now: map[pieceKey][]byte{}}

// of returns the blocks of a piece, which end at a whole byte and refer to nothing before them.
func (p *pieces) of(piece []byte) []byte {
	key := pieceKey{maphash.Bytes(p.seed, piece), crc32.Checksum(piece, castagnoli), len(piece)}
	p.mu.Lock()
	blocks, ok := p.now[key]
	if !ok {
		blocks, ok = p.before[key]
	}
	p.mu.Unlock()
	if !ok {
		blocks = deflate(piece)
	}
	p.keep(key, blocks)
	return blocks
}

func (p *pieces) keep(key pieceKey, blocks []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.now[key]; ok {
		return
	}
	if p.bytes += len(blocks); p.bytes > packedLimit/2 {
		p.now, p.before, p.bytes = map[pieceKey][]byte{}, p.now, len(blocks)
	}
	p.now[key] = blocks
}

var flateWriters = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.DefaultCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	return w
}}

// deflate returns blocks of RFC 1951 without a final one.
func deflate(piece []byte) []byte {
	var out bytes.Buffer
	z := flateWriters.Get().(*flate.Writer)
	defer flateWriters.Put(z)
	z.Reset(&out)
	_, _ = z.Write(piece) // a bytes.Buffer takes everything
	_ = z.Flush()
	return bytes.Clone(out.Bytes())
}
