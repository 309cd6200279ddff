package dissecttest

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Hex is the bytes that hexadecimal digits stand for. White space and
// underscores may stand between them. It panics if there is anything else: the
// test itself is wrong.
func Hex(digits string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(strings.Join(strings.Fields(digits), ""), "_", ""))
	if err != nil {
		panic(err)
	}
	return b
}

// Load reads testdata/NAME.hex.
func Load(t testing.TB, name string) []byte {
	t.Helper()
	digits, err := os.ReadFile(filepath.Join("testdata", name+".hex"))
	if err != nil {
		t.Fatal(err)
	}
	return Hex(string(digits))
}
