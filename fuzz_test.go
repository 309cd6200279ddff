package pktscope_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// mostKept is how many bytes the kept inputs of all fuzz targets are.
const mostKept = 200 << 10

// Each fuzz target has kept inputs, each kept input has a target, and all of them are
// small. scripts/fuzz-keep chooses them.
func TestKeptInputs(t *testing.T) {
	declared := regexp.MustCompile(`(?m)^func (Fuzz\w*)\(\w+ \*testing\.F\)`)
	targets, kept := map[string]bool{}, map[string]int{}
	size := int64(0)
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && name != "." && strings.HasPrefix(e.Name(), "."):
			return fs.SkipDir
		case e.IsDir():
			return nil
		}
		if folder := path.Dir(name); path.Base(path.Dir(folder)) == "fuzz" && path.Base(path.Dir(path.Dir(folder))) == "testdata" {
			info, err := e.Info()
			if err != nil {
				return err
			}
			size += info.Size()
			kept[path.Join(path.Dir(path.Dir(path.Dir(folder))), path.Base(folder))]++
			return nil
		}
		if !strings.HasSuffix(name, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(filepath.FromSlash(name))
		for _, m := range declared.FindAllSubmatch(src, -1) {
			targets[path.Join(path.Dir(name), string(m[1]))] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(targets) == 0 {
		t.Fatal("no fuzz targets are found")
	}
	for target := range targets {
		if kept[target] == 0 {
			t.Errorf("%s has no kept inputs", target)
		}
	}
	for target := range kept {
		if !targets[target] {
			t.Errorf("%s has kept inputs, and is no fuzz target", target)
		}
	}
	if size > mostKept {
		t.Errorf("%d bytes of inputs are kept, more than %d", size, mostKept)
	}
}
