package render

import "testing"

// Characters beyond ASCII are escaped with the digits that tshark 4.6.9 prints.
func TestCleanDigits(t *testing.T) {
	for in, want := range map[string]string{"a\u009fb": `a\u009Fb`, "a\u200eb": `a\u200Eb`, "a\u202eb": `a\u202Eb`} {
		if got := string(clean([]byte(in), 0)); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}
