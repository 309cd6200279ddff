package crypt

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestSecretHides(t *testing.T) {
	s := Secret("CiscoLab")
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%o", "%b", "%c", "%U"} {
		fmt.Fprintf(&out, verb+"\n", s)
		fmt.Fprintf(&out, verb+"\n", struct{ Key Secret }{s})
		fmt.Fprintf(&out, verb+"\n", []Secret{s})
	}
	j, err := json.Marshal(struct{ Key Secret }{s})
	if err != nil {
		t.Fatal(err)
	}
	out.Write(j)
	out.WriteString(s.String() + fmt.Sprint(s) + fmt.Sprintln(s))
	for _, leak := range []string{"CiscoLab", "436973", "0x43", "67", "103", "1000011", "Q2lz", "U+0043"} {
		if strings.Contains(out.String(), leak) {
			t.Errorf("%q in:\n%s", leak, &out)
		}
	}
	if want := "(8 secret bytes)"; s.String() != want {
		t.Errorf("%s, want %s", s, want)
	}
}
