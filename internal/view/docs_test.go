package view

import (
	"os"
	"strings"
	"testing"
)

// docs/view.md lists every key of the key table, in its groups.
func TestDocs(t *testing.T) {
	text, err := os.ReadFile("../../docs/view.md")
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for _, g := range groups() {
		want.WriteString("\n| " + g + " | |\n| --- | --- |\n")
		for _, a := range actions() {
			if a.group == g {
				h := a.binding.Help()
				want.WriteString("| `" + strings.ReplaceAll(h.Key, " ", "` `") + "` | " + h.Desc + " |\n")
			}
		}
	}
	if _, keys, _ := strings.Cut(string(text), "\n## Keys\n"); !strings.Contains(keys, want.String()) {
		t.Errorf("docs/view.md lacks\n%s", want.String())
	}
}
