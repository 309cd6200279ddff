package cli

import (
	"regexp"
	"strings"
	"testing"
)

// A remedy is the lines of a finding for one platform.
type remedy struct{ Platform, Text string }

var (
	swanSection  = regexp.MustCompile(`^ *\S+ \{$`)
	swanSetting  = regexp.MustCompile(`^ *[a-z_0-9-]+ = \S.*$`)
	shellCommand = regexp.MustCompile(`^(nft (add|insert) rule|ip (xfrm policy$|route get |-s link show )|cat /proc/|ethtool -K |systemctl start |swanctl --)`)
)

// check asks that lines for strongSwan are settings with balanced braces, of swanctl.conf
// unless a comment says otherwise, and commands behind a comment that they are for a shell.
func (r remedy) check(t *testing.T) {
	t.Helper()
	if r.Platform != "strongswan" {
		return
	}
	depth, shell := 0, false
	for line := range strings.Lines(r.Text) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "# on "), strings.HasPrefix(line, "# in strongswan.conf"):
			shell = false
		case strings.HasPrefix(line, "# in a shell"):
			shell = true
		case strings.HasPrefix(strings.TrimSpace(line), "#"):
		case shell:
			if !shellCommand.MatchString(line) {
				t.Errorf("%q is no command: %s", line, r.Text)
			}
		case swanSection.MatchString(line):
			depth++
		case strings.TrimSpace(line) == "}":
			depth--
		case !swanSetting.MatchString(line) || depth == 0:
			t.Errorf("%q is no setting: %s", line, r.Text)
		}
	}
	if depth != 0 {
		t.Errorf("braces do not match: %s", r.Text)
	}
}
