package cli

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pktscope/pktscope/internal/session"
)

// The help fits a terminal of 80 columns.
func TestHelpFitsTerminals(t *testing.T) {
	t.Parallel()
	for _, name := range append(commandNames(), "help") {
		var out, errs bytes.Buffer
		if status := run(&session.Env{Out: &out, Err: &errs}, []string{"help", name}); status != 0 || errs.Len() > 0 {
			t.Errorf("help %s: status %d, %s", name, status, &errs)
		}
		for line := range strings.Lines(out.String()) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > helpWidth {
				t.Errorf("help %s: %d columns: %s", name, n, line)
			}
		}
	}
}
