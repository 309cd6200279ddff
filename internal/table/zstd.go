package table

import "github.com/klauspost/compress/zstd"

// A codec compresses pages with Zstandard, fast. That of the library makes an encoder anew
// after each collection of garbage, and one that remembers 4 MiB, while a page has 64 KiB.
type codec struct{ encoder *zstd.Encoder }

// window is how much of a page an encoder remembers.
const window = 128 << 10

// Encode compresses a page, or a dictionary, into dst's memory.
func (c *codec) Encode(dst, src []byte) (_ []byte, err error) {
	if c.encoder == nil {
		c.encoder, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1),
			zstd.WithWindowSize(window), zstd.WithEncoderCRC(false), zstd.WithZeroFrames(true))
		if err != nil {
			return nil, err
		}
	}
	return c.encoder.EncodeAll(src, dst[:0]), nil
}
