package report

import (
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	reports := List{
		{Words: "cdp", Brief: "timers"},
		{Words: "cdp neighbors", Brief: "who is there"},
		{Words: "cdp neighbors detail"},
		{Words: "cdp entry", Operand: "NAME|*"},
		{Words: "crypto isakmp sa"},
		{Words: "crypto ipsec sa"},
		{Words: "crypto session"},
		{Words: "interfaces"},
	}
	for _, c := range []struct{ words, want, rest string }{
		{"cdp", "cdp", ""},
		{"cd nei det", "cdp neighbors detail", ""},
		{"cdp neighbors x.pcap", "cdp neighbors", "x.pcap"},
		{"int eth0", "interfaces", "eth0"},
		{"cdp R1", "cdp", "R1"},
		{"cdp e * y.pcap", "cdp entry", "* y.pcap"},
		{"cr is s", "crypto isakmp sa", ""},
		{"cr s", "crypto session", ""},
		{"c", "% Ambiguous command:  \"show c\"\n  cdp             timers\n  crypto", ""},
		{"cr i", "% Ambiguous command:  \"show cr i\"\n  isakmp\n  ipsec", ""},
		{"ospf", "show ospf\n     ^\n% Invalid input detected at '^' marker.\n  cdp             timers\n  crypto\n  interfaces", ""},
		{"cr foo sa", "show cr foo sa\n        ^\n% Invalid input detected at '^' marker.\n  isakmp\n  ipsec\n  session", ""},
		{"crypto", "% Incomplete command.\n  isakmp\n  ipsec\n  session", ""},
		{"crypto is", "% Incomplete command.\n  sa", ""},
		{"", "% Incomplete command.\n  cdp             timers\n  crypto\n  interfaces", ""},
	} {
		r, rest, err := reports.Find(strings.Fields(c.words))
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = r.Words
		}
		if got != c.want || strings.Join(rest, " ") != c.rest {
			t.Errorf("%s: %q and %q, want %q and %q", c.words, got, rest, c.want, c.rest)
		}
	}
}
