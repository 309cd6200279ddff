package pktscope_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestLinks holds links between pages: what they point to is there, down to the
// heading.
func TestLinks(t *testing.T) {
	for _, page := range markdown(t) {
		text := regexp.MustCompile("`[^`\n]*`").ReplaceAllString(prose(t, page), "")
		for _, m := range regexp.MustCompile(`\]\(([^)\s]+)\)`).FindAllStringSubmatch(text, -1) {
			target, heading, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, ":") {
				continue // elsewhere
			}
			file := page
			if target != "" {
				file = filepath.Join(filepath.Dir(page), target)
			}
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s: link to %s: %v", page, m[1], err)
				continue
			}
			if heading != "" && !slices.Contains(anchors(prose(t, file)), heading) {
				t.Errorf("%s: link to %s: no such heading", page, m[1])
			}
		}
	}
}

// TestIndex: docs/README.md leads to every page of the documentation, docs/fields.md to
// those of protocols.
func TestIndex(t *testing.T) {
	links := prose(t, "docs/README.md") + prose(t, "docs/fields.md")
	for _, page := range markdown(t) {
		if name, ok := strings.CutPrefix(filepath.ToSlash(page), "docs/"); ok && name != "README.md" && !strings.Contains(links, "]("+name+")") {
			t.Errorf("no link to docs/%s", name)
		}
	}
}

// markdown returns the pages of the project, by their paths.
func markdown(t *testing.T) []string {
	var all []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md", "fixtures/*/README.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, files...)
	}
	return all
}

// prose is the text of a page without its blocks of code.
func prose(t *testing.T, page string) string {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile("(?ms)^```.*?^```$").ReplaceAllString(string(text), "")
}

// anchors returns the names that GitHub gives the headings of a page: lower case,
// hyphens for blanks, without punctuation.
func anchors(text string) []string {
	var all []string
	for _, m := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(text, -1) {
		name := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(m[1]), "")
		all = append(all, strings.ReplaceAll(name, " ", "-"))
	}
	return all
}
