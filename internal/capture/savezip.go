package capture

import (
	"fmt"
	"io"
	"path/filepath"
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

// Compressions names the compressions of saved files.
var Compressions = []string{"gzip", "zstd", "lz4", "none"}

// newCompressor returns a compressor, nil for none. Without a compression the name of the
// file asks for one, as in tshark from 4.6 on: .gz, .zst, .lz4.
func newCompressor(name, compression string, w io.Writer) (compressor, error) {
	if compression == "" {
		compression = compressionOf(name)
	}
	switch compression {
	case "gzip":
		return gzip.NewWriter(w), nil
	case "zstd":
		return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
	case "lz4":
		return lz4.NewWriter(w), nil
	case "none":
		return nil, nil
	}
	return nil, fmt.Errorf("there is no compression %q; there are %s", compression, strings.Join(Compressions, ", "))
}

// compressionOf returns the compression that the end of a name stands for.
func compressionOf(name string) string {
	switch filepath.Ext(name) {
	case ".gz":
		return "gzip"
	case ".zst":
		return "zstd"
	case ".lz4":
		return "lz4"
	}
	return "none"
}
