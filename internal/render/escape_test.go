package render

import (
	"strings"
	"testing"
)

// Characters beyond ASCII are escaped with the digits that tshark 4.6.9 prints.
func TestCleanDigits(t *testing.T) {
	for in, want := range map[string]string{"a\u009fb": `a\u009Fb`, "a\u200eb": `a\u200Eb`, "a\u202eb": `a\u202Eb`,
		"a\u200bb": `a\u200Bb`, "a\ufeffb": `a\uFEFFb`, "a\U000e0041b": `a\U000E0041b`, "a\u00adb": `a\u00ADb`, "a\u0600b": `a\u0600b`} {
		if got := string(clean([]byte(in), 0)); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

// What takes no room, and marks that are piled up, are escaped; text of any script is not.
func TestClean(t *testing.T) {
	mark := "\u0301"
	for in, want := range map[string]string{
		"a\u034fb\u3164": `a\u034Fb\u3164`, "\u2764\ufe0f": "\u2764" + `\uFE0F`, "o" + mark + mark: "o" + mark + mark,
		"a" + strings.Repeat(mark, 6) + "b" + mark: "a" + strings.Repeat(mark, 4) + `\u0301\u0301` + "b" + mark,
		"Việt Nam שָׁלוֹם नमस्ते สวัสดี 한국 🙂 é":    "Việt Nam שָׁלוֹם नमस्ते สวัสดี 한국 🙂 é",
	} {
		if got := string(clean([]byte(in), 0)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
		if got := string(appendClean(nil, []byte(in))); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got, want := string(appendJSONString(nil, []byte("a\u200b\U000e0041"))), `"a\u200b\udb40\udc41"`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// What a spreadsheet would calculate has a quote before it; numbers have none.
func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "+1", "-5": "-5", "-1.5e-3": "-1.5e-3", "-": "-", "-1+1": "'-1+1", "@SUM(A1)": "'@SUM(A1)", "\n=1": "'\n=1",
		"-x": "'-x", "1-1": "1-1", "": "", "＝1": "'＝1", "+Inf": "'+Inf",
	} {
		if got := harmless(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// In XML a line may end with a carriage return, as Wireshark's PDML has it; no other
// carriage return has a terminal write over the line.
func TestXMLReturn(t *testing.T) {
	for in, want := range map[string]string{"a\r\n": "a\r\n", "a\rb": "a&#xd;b", "a\r": "a&#xd;", "\r\r\n": "&#xd;\r\n"} {
		if got := string(cleanXML([]byte(in), 0)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
