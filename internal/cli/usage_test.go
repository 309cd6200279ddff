package cli

import (
	"bytes"
	"runtime/debug"
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

// The version names the commit as far as the go command knew it.
func TestCommit(t *testing.T) {
	t.Parallel()
	set := func(pairs ...string) *debug.BuildInfo {
		info := new(debug.BuildInfo)
		for i := 0; i < len(pairs); i += 2 {
			info.Settings = append(info.Settings, debug.BuildSetting{Key: pairs[i], Value: pairs[i+1]})
		}
		return info
	}
	for _, row := range []struct {
		info *debug.BuildInfo
		want string
	}{
		{nil, ""},
		{set("GOOS", "linux"), ""},
		{set("vcs.revision", "89b3c3b4", "vcs.time", "2026-11-30T04:46:00Z", "vcs.modified", "false"), "Commit 89b3c3b4 of 2026-11-30T04:46:00Z.\n"},
		{set("vcs.revision", "89b3c3b4", "vcs.time", "2026-11-30T04:46:00Z", "vcs.modified", "true"), "Commit 89b3c3b4 of 2026-11-30T04:46:00Z, with changes.\n"},
	} {
		if got := commit(row.info); got != row.want {
			t.Errorf("%q, want %q", got, row.want)
		}
	}
}
