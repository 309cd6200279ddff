package capture

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

func gzipped(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

func zstded(b []byte, o ...zstd.EOption) []byte {
	var out bytes.Buffer
	w, _ := zstd.NewWriter(&out, o...)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

func lz4ed(b []byte) []byte {
	var out bytes.Buffer
	w := lz4.NewWriter(&out)
	_ = w.Apply(lz4.BlockSizeOption(lz4.Block64Kb))
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

// TestCompressed reads a capture through each compression, also one that was
// compressed in two pieces, as tools that append leave it.
func TestCompressed(t *testing.T) {
	file := smallPcapng()
	want, err := drain(t, mustRead(t, file))
	if err != nil {
		t.Fatal(err)
	}
	a, b := file[:50], file[50:]
	skippable := append([]byte{0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0}, 1, 2, 3, 4)
	for _, c := range []struct {
		name string
		file []byte
	}{
		{"gzip", gzipped(file)},
		{"gzip", slices.Concat(gzipped(a), gzipped(b))},
		{"zstd", zstded(file)},
		{"zstd", slices.Concat(skippable, zstded(a), zstded(b))},
		{"LZ4", lz4ed(file)},
		{"LZ4", slices.Concat(lz4ed(a), lz4ed(b))},
	} {
		r, err := openReader("x", bytes.NewReader(c.file), Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got, err := drain(t, r)
		if err != nil || len(got) != len(want) {
			t.Errorf("%s: %d packets, %v", c.name, len(got), err)
			continue
		}
		for i := range got {
			if !bytes.Equal(got[i].Data, want[i].Data) {
				t.Errorf("%s: packet %d differs", c.name, i+1)
			}
		}
		for n := 4; n < len(c.file); n++ {
			if _, err := check(t, c.file[:n]); err == nil {
				t.Errorf("%s: no error in %d of %d bytes", c.name, n, len(c.file))
			}
		}
		if r.Meta().Compression != c.name {
			t.Errorf("compression %q, want %q", r.Meta().Compression, c.name)
		}
	}
}

func mustRead(t testing.TB, file []byte) *Reader {
	t.Helper()
	r, err := openReader("x", bytes.NewReader(file), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestCompressedDamage cuts and damages compressed captures: the packets before
// come out, then an error that says where in the compressed file.
func TestCompressedDamage(t *testing.T) {
	w := little().fileHeader(0xa1b2c3d4, 65535, 1)
	noise := make([]byte, 1000)
	x := uint32(1)
	for range 2000 {
		for i := range noise {
			x = x*1664525 + 1013904223
			noise[i] = byte(x >> 24)
		}
		w.record(1, 2, 1000, string(noise))
	}
	for name, file := range map[string][]byte{
		"gzip": gzipped(w.b), "zstd": zstded(w.b), "LZ4": lz4ed(w.b),
	} {
		_, packets, err := read(t, file[:len(file)/2])
		if !errors.Is(err, ErrCutShort) || len(packets) < 500 || !strings.Contains(err.Error(), "of the compressed file") {
			t.Errorf("%s, cut: %d packets, %v", name, len(packets), err)
		}
		bad := slices.Clone(file)
		copy(bad[len(bad)/2:], bytes.Repeat([]byte{0xff}, 2000))
		_, packets, err = read(t, bad)
		if err == nil || len(packets) == 2000 && name != "gzip" {
			t.Errorf("%s, damaged: %d packets, %v", name, len(packets), err)
		}
	}
	sum := gzipped(w.b)
	sum[len(sum)-5] ^= 1 // the checksum's last byte
	if _, packets, err := read(t, sum); !errors.Is(err, ErrDamaged) || len(packets) != 2000 {
		t.Errorf("gzip, checksum: %d packets, %v", len(packets), err)
	}
	for _, file := range [][]byte{gzipped(nil), zstded(nil, zstd.WithZeroFrames(true)), lz4ed(nil)} {
		if _, _, err := read(t, file); !errors.Is(err, ErrEmpty) {
			t.Errorf("nothing, compressed: %v", err)
		}
	}
}

// TestZstdWindow refuses a stream that wants more memory than a capture may
// cost.
func TestZstdWindow(t *testing.T) {
	big := io.LimitReader(zeros{}, 80<<20)
	var out bytes.Buffer
	w, err := zstd.NewWriter(&out, zstd.WithWindowSize(64<<20))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(little().fileHeader(0xa1b2c3d4, 0, 1).b)
	_, _ = io.Copy(w, big)
	_ = w.Close()
	if _, _, err := read(t, out.Bytes()); !errors.Is(err, ErrUnsupported) {
		t.Errorf("got %v, want %v", err, ErrUnsupported)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}
