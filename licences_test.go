package pktscope_test

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// THIRD-PARTY.md has the licence of each module that a binary of this system contains, in
// the version that it contains. scripts/licences writes it.
func TestThirdParty(t *testing.T) {
	goTool := labtest.Program(t, "go")
	out, err := exec.Command(goTool, "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", "./cmd/pktscope").Output()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("THIRD-PARTY.md")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `(\\S+)` \\| (\\S+) \\| \\S").FindAllStringSubmatch(string(text), -1) {
		told[row[1]] = row[2]
		if !strings.Contains(string(text), "\n## "+row[1]+": ") {
			t.Errorf("the licence of %s is missing", row[1])
		}
	}
	modules := strings.Fields(string(out))
	if len(modules) == 0 {
		t.Fatal("no modules")
	}
	for pair := range slices.Chunk(modules, 2) {
		if told[pair[0]] != pair[1] {
			t.Errorf("%s %s: THIRD-PARTY.md has version %q; run scripts/licences", pair[0], pair[1], told[pair[0]])
		}
	}
}
