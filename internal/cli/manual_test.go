package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/labtest"
)

// rendered is what man shows of a page on a terminal of 80 columns, without bold and italics.
func rendered(t *testing.T, mandoc string, page []byte) string {
	t.Helper()
	return regexp.MustCompile(`.\x08`).ReplaceAllString(mandocOutput(t, mandoc, page, "-T", "utf8"), "")
}

// mandocOutput is what mandoc writes of a page.
func mandocOutput(t *testing.T, mandoc string, page []byte, args ...string) string {
	t.Helper()
	cmd := exec.Command(mandoc, args...)
	cmd.Stdin = bytes.NewReader(page)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("mandoc: %v: %s", err, out)
	}
	return string(out)
}

// TestManual holds the pages to what man shows: every flag that the command has, no
// complaint of mandoc, and for two of them the whole page.
func TestManual(t *testing.T) {
	t.Parallel()
	mandoc := labtest.Program(t, "mandoc")
	pages := Manual(time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC))
	for i, c := range documented() {
		page := pages[i]
		if complaints := mandocOutput(t, mandoc, page.Text, "-T", "lint", "-W", "warning"); complaints != "" {
			t.Errorf("%s: %s", page.Name, complaints)
		}
		shown := rendered(t, mandoc, page.Text)
		for line := range strings.Lines(shown) {
			if utf8.RuneCountInString(line) > 81 {
				t.Errorf("%s is wider than 80 columns: %s", page.Name, line)
			}
		}
		flags := newFlags("")
		c.flags(flags)
		flags.VisitAll(func(f *pflag.Flag) {
			entry := `(?m)^ +(-\w, )?--` + f.Name + `\b`
			if len(f.Name) == 1 {
				entry = `(?m)^ +-` + f.Name + `\b`
			}
			if value, _ := pflag.UnquoteUsage(f); value != "" && !f.Hidden {
				entry += `(\[=| )` + regexp.QuoteMeta(value)
			}
			if !regexp.MustCompile(entry).MatchString(shown) {
				t.Errorf("%s: no entry %s", page.Name, entry)
			}
		})
		switch c.name {
		case "", "keys":
			checkGolden(t, filepath.Join("testdata", "manual", page.Name+".txt"), shown)
		}
	}
}

// checkGolden holds a text to a file, or with -update writes it.
func checkGolden(t *testing.T, file, text string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s: the page is now\n%s\nwith -update it is written anew", file, text)
	}
}
