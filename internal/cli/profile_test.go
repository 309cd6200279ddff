package cli

import (
	"slices"
	"testing"
)

func TestProfilePreferences(t *testing.T) {
	t.Parallel()
	const file = "# Configuration file for Wireshark 4.6.9.\n\n" +
		"#esp.enable_authentication_check: FALSE\n" +
		"esp.enable_encryption_decode: TRUE\n" +
		"gui.column.hidden: \n\t%t\n" +
		"gui.column.format: \n\t\"No.\", \"%m\",\n\t\"Info\", \"%i\"\n" +
		"tcp.desegment_tcp_streams: FALSE\n"
	want := []string{"esp.enable_encryption_decode:TRUE", `gui.column.format:"No.", "%m","Info", "%i"`}
	if got := profilePreferences(file); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := profilePreferences(""); got != nil {
		t.Errorf("of nothing: %q", got)
	}
}
