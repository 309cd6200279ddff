package capture

import (
	"bytes"
	"compress/bzip2"
	"encoding/binary"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// zstdWindow bounds how far back a zstd stream may refer, and thereby memory. Every
// compression level but --ultra and --long stays below.
const zstdWindow = 32 << 20

// decompress puts a decompressor before the stream if its first bytes are those of
// a compressed file.
func (r *Reader) decompress() error {
	name := compression(r.in.peek(4))
	if name == "" {
		return nil
	}
	// What was read so far moves into a stream of its own.
	raw := &stream{r: r.in.r, buf: make([]byte, max(rawBuffer, r.in.end)), end: r.in.end, err: r.in.err}
	copy(raw.buf, r.in.buf[:r.in.end])
	r.raw, r.meta.Compression = raw, name
	in, stop, err := startDecompressor(name, raw)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		r.in.err = err
		return r.ended(0, 0, "", 0)
	}
	r.unzip = stop
	r.in.reset(in, streamBuffer)
	return nil
}

// startDecompressor returns what reads the decompressed bytes, and what lets go
// of it if that is needed.
func startDecompressor(name string, raw *stream) (io.Reader, func(), error) {
	switch name {
	case "gzip":
		z, err := gzip.NewReader(raw)
		return z, nil, err
	case "bzip2":
		return bzip2.NewReader(raw), nil, nil
	case "LZ4":
		return &lz4Frames{raw: raw, z: lz4.NewReader(raw)}, nil, nil
	}
	z, err := zstd.NewReader(raw,
		zstd.WithDecoderConcurrency(1),
		zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(zstdWindow))
	if err != nil {
		return nil, nil, err
	}
	return z, z.Close, nil
}

// compression returns the compression format that a file's first four bytes name,
// or "".
func compression(b []byte) string {
	if len(b) < 4 {
		return ""
	}
	switch magic := binary.LittleEndian.Uint32(b); {
	case bytes.HasPrefix(b, []byte{0x1f, 0x8b}): // RFC 1952, section 2.3.1
		return "gzip"
	case bytes.HasPrefix(b, []byte("BZh")) && b[3] >= '1' && b[3] <= '9': // the block size, in units of 100 kB
		return "bzip2"
	case magic == 0xfd2fb528: // RFC 8878, section 3.1.1
		return "zstd"
	case magic == 0x184d2204, magic == 0x184c2102: // LZ4 frame, and its legacy form
		return "LZ4"
	case magic&^0xf == 0x184d2a50: // a skippable frame of either; zstd tools write them first
		return "zstd"
	}
	return ""
}

// lz4Frames reads LZ4 frames one behind the other, as the lz4 tool does.
type lz4Frames struct {
	raw *stream
	z   *lz4.Reader
}

func (l *lz4Frames) Read(b []byte) (int, error) {
	for {
		n, err := l.z.Read(b)
		if n > 0 || err != io.EOF {
			if err == io.EOF {
				err = nil
			}
			return n, err
		}
		if len(l.raw.peek(1)) == 0 {
			return 0, l.raw.err
		}
		l.z.Reset(l.raw)
	}
}

// tooMuchMemory reports whether err is a decompressor's refusal of a large window.
func tooMuchMemory(err error) bool {
	return errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded)
}
