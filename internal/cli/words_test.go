package cli

import "testing"

func TestFind(t *testing.T) {
	run := func(*env, []string) int { return 0 }
	words := []word{
		{name: "cdp", run: run, next: []word{
			{name: "neighbors", run: run, next: []word{{name: "detail", run: run}}},
			{name: "entry", run: run},
		}},
		{name: "crypto", next: []word{{name: "isakmp", next: []word{{name: "sa", run: run}}}}},
		{name: "interfaces", run: run},
	}
	for _, c := range []struct {
		args []string
		want string // the last word, or the error
		rest int
	}{
		{[]string{"cdp"}, "cdp", 0},
		{[]string{"cd", "nei", "det", "--format", "json"}, "detail", 2},
		{[]string{"int", "eth0"}, "interfaces", 1},
		{[]string{"cdp", "R1"}, "cdp", 1},
		{[]string{"cr", "is", "s"}, "sa", 0},
		{[]string{"c"}, `show: "c" is ambiguous: cdp, crypto`, 0},
		{[]string{"ospf"}, `show: "ospf" is unknown: cdp, crypto, interfaces`, 0},
		{[]string{"crypto"}, "show crypto: a word is missing: isakmp", 0},
		{[]string{"crypto", "-r"}, "show crypto: a word is missing: isakmp", 0},
		{nil, "show: a word is missing: cdp, crypto, interfaces", 0},
	} {
		w, rest, err := find(words, c.args)
		got := ""
		if err != nil {
			got, rest = err.Error(), nil
		} else {
			got = w.name
		}
		if got != c.want || len(rest) != c.rest {
			t.Errorf("%v: %q and %v, want %q", c.args, got, rest, c.want)
		}
	}
}
