package export

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzName: whatever a server calls its objects, a file's name is one in the folder, not
// too long, without control characters, and the next number has another name.
func FuzzName(f *testing.F) {
	f.Add("/a/b.html?x=1", "text/html", uint16(0))
	f.Add("/../../etc/passwd", "", uint16(1))
	f.Add("", "image/png; a=\x1b[31m", uint16(999))
	f.Add(strings.Repeat("é", 300)+".x", "", uint16(12))
	f.Fuzz(func(t *testing.T, uri, kind string, n uint16) {
		name := numbered(fileName(uri, kind, 7), int(n)%maxNumber)
		if !filepath.IsLocal(name) || strings.ContainsAny(name, "/\\:") || name == "." || len(name) > maxName || !utf8.ValidString(name) {
			t.Errorf("%q of %q is no name", name, uri)
		}
		for _, r := range name {
			if r < ' ' || r == 0x7f {
				t.Errorf("%q has %U", name, r)
			}
		}
		if other := numbered(fileName(uri, kind, 7), int(n)%maxNumber+1); other == name {
			t.Errorf("%q twice", name)
		}
	})
}
