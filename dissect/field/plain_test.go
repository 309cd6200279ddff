package field

import "testing"

// TestPlainPrefix has a byte that is not printable in every place of texts of every length.
func TestPlainPrefix(t *testing.T) {
	for n := range 40 {
		text := make([]byte, n)
		for i := range text {
			text[i] = " ~az"[i%4]
		}
		if got := PlainPrefix(text); got != n {
			t.Errorf("%q: %d", text, got)
		}
		for i := range text {
			was := text[i]
			for _, c := range []byte{0, 0x1f, 0x7f, 0x80, 0xff} {
				if text[i] = c; PlainPrefix(text) != i {
					t.Errorf("%q: %d, want %d", text, PlainPrefix(text), i)
				}
			}
			text[i] = was
		}
	}
}
