package capture

import "testing"

func TestByteOrder(t *testing.T) {
	b := []byte{1, 2, 3, 4, 5, 6, 7, 8}
	for _, c := range []struct{ got, want uint64 }{
		{uint64(littleEndian.u16(b)), 0x0201},
		{uint64(bigEndian.u16(b)), 0x0102},
		{uint64(littleEndian.u32(b)), 0x04030201},
		{uint64(bigEndian.u32(b)), 0x01020304},
		{littleEndian.u64(b), 0x0807060504030201},
		{bigEndian.u64(b), 0x0102030405060708},
	} {
		if c.got != c.want {
			t.Errorf("got %#x, want %#x", c.got, c.want)
		}
	}
}
