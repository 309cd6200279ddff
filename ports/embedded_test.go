package ports

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the embedded data anew from the text files")

// TestEmbedded asserts that the embedded sets have the content of the text files.
// With -update, which go generate runs, it writes them anew.
func TestEmbedded(t *testing.T) {
	for _, source := range []string{"services", "iana"} {
		got, err := os.ReadFile("data/" + source + ".set")
		if err != nil && !*update {
			t.Fatal(err)
		}
		want := encodeSet(readText(t, source))
		if string(got) == want {
			continue
		}
		if !*update {
			t.Errorf("data/%s.set is not what data/%[1]s.txt says: go generate ./ports", source)
			continue
		}
		if err := os.WriteFile("data/"+source+".set", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// readText returns the entries of the text that a built-in source is made from.
func readText(t *testing.T, source string) []Entry {
	t.Helper()
	file := "data/" + source + ".txt"
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	entries, err := ParseServices(file, f)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}
