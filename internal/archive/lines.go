package archive

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
)

// maxPiece is how long the lines of a piece may get; they are ended after pieceBytes and a row.
const maxPiece = 128 << 20

// eachLine calls yield with every line of a piece of a table. The line is good until the next one.
func eachLine(in io.Reader, yield func(line []byte) error) error {
	z, err := gzip.NewReader(in)
	if err != nil {
		return err
	}
	defer z.Close()
	unpacked := &io.LimitedReader{R: z, N: maxPiece + 1}
	for lines := bufio.NewReaderSize(unpacked, 64<<10); ; {
		line, err := longLine(lines)
		if unpacked.N == 0 {
			return errors.New("a piece of a table is too long")
		}
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return nil
		}
		if err != nil {
			return errors.Join(err, errors.New("a piece of a table is cut"))
		}
		if err := yield(bytes.TrimSuffix(line, []byte("\n"))); err != nil {
			return err
		}
	}
}

// longLine reads a line however long it is.
func longLine(r *bufio.Reader) ([]byte, error) {
	line, err := r.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return line, err
	}
	long := bytes.Clone(line)
	for errors.Is(err, bufio.ErrBufferFull) {
		line, err = r.ReadSlice('\n')
		long = append(long, line...)
	}
	return long, err
}
