package terminal

import "testing"

// environment is a set of variables.
func environment(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestColors(t *testing.T) {
	for _, x := range []struct {
		when string
		tty  bool
		env  []string
		want bool
	}{
		{"auto", true, []string{"TERM", "xterm"}, true},
		{"auto", false, []string{"TERM", "xterm"}, false},
		{"auto", true, []string{"TERM", "dumb"}, false},
		{"auto", true, []string{"TERM", "xterm", "NO_COLOR", "1"}, false},
		{"auto", true, []string{"TERM", "xterm", "NO_COLOR", ""}, true},
		{"auto", false, []string{"TERM", "dumb", "FORCE_COLOR", "1"}, true},
		{"auto", false, []string{"FORCE_COLOR", "0"}, false},
		{"auto", false, []string{"CLICOLOR_FORCE", "1"}, true},
		{"auto", false, []string{"CLICOLOR_FORCE", "0"}, false},
		{"auto", false, []string{"FORCE_COLOR", "1", "NO_COLOR", "1"}, false},
		{"always", false, []string{"TERM", "dumb", "NO_COLOR", "1"}, true},
		{"never", true, []string{"TERM", "xterm", "FORCE_COLOR", "1"}, false},
	} {
		if got := Colors(x.when, x.tty, environment(x.env...)); got != x.want {
			t.Errorf("%s, terminal %v, %q: %v", x.when, x.tty, x.env, got)
		}
	}
}

// TestReply: the answers of xterm, of one that ends with BEL, of one with an alpha
// channel, of one with two digits, of one that does not know the question, and garbage.
func TestReply(t *testing.T) {
	for reply, want := range map[string]Background{
		"\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?64;1c": Light,
		"\x1b]11;rgb:0000/2b2b/3636\x07\x1b[?1;2c":    Dark,
		"\x1b]11;rgba:fdfd/f6f6/e3e3/ffff\x07":        Light,
		"\x1b]11;rgb:1e/1e/1e\x1b\\":                  Dark,
		"\x1b[?6c":                                    Unknown,
		"\x1b]11;rgb:xx/00/00\x07":                    Unknown,
		"\x1b]11;rgb:0000":                            Unknown,
		"":                                            Unknown,
	} {
		if got := parseReply([]byte(reply)); got != want {
			t.Errorf("%q: %v, want %v", reply, got, want)
		}
	}
	if answered([]byte("\x1b]11;rgb:ffff/ffff/ffff\x1b\\")) || !answered([]byte("\x1b]11;rgb:cccc/0/0\x07\x1b[?62;c")) {
		t.Error("the end of an answer is not recognised")
	}
}

func TestHint(t *testing.T) {
	for value, want := range map[string]Background{"15;0": Dark, "0;15": Light, "0;default;7": Light, "12;8": Dark, "": Unknown, "7": Unknown, "0;default": Unknown, "0;99": Unknown} {
		if got := hint(value); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}

// TestContrast: WCAG's own figures.
func TestContrast(t *testing.T) {
	if got := Contrast(Luminance([3]float64{}), Luminance([3]float64{1, 1, 1})); got < 20.99 || got > 21.01 {
		t.Errorf("black on white: %v", got)
	}
	grey := float64(0x76) / 255 // the lightest grey with 4.5:1 on white
	if got := Contrast(1, Luminance([3]float64{grey, grey, grey})); got < 4.53 || got > 4.55 {
		t.Errorf("#767676 on white: %v", got)
	}
}
