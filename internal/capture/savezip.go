package capture

import (
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// A compressor compresses what is written to it. Flush passes on what it holds back.
type compressor interface {
	io.WriteCloser
	Flush() error
}

// newCompressor returns the compressor that the name of a file asks for, nil for none,
// as tshark has it from 4.6 on: .gz, .zst, .lz4.
func newCompressor(name string, w io.Writer) (compressor, error) {
	switch {
	case strings.HasSuffix(name, ".gz"):
		return gzip.NewWriter(w), nil
	case strings.HasSuffix(name, ".zst"):
		return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
	case strings.HasSuffix(name, ".lz4"):
		return lz4.NewWriter(w), nil
	}
	return nil, nil
}
