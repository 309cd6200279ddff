package session

import (
	"slices"
	"testing"
)

// TestPagerCommand: pktscope's own variable before everybody's, and less without both.
func TestPagerCommand(t *testing.T) {
	there := func(program string) bool { return program != "missing" }
	for _, x := range []struct {
		env  map[string]string
		want string
	}{
		{nil, "less"},
		{map[string]string{"PAGER": "more -d"}, "more -d"},
		{map[string]string{"PAGER": "more", "PKTSCOPE_PAGER": "most"}, "most"},
		{map[string]string{"PAGER": ""}, "less"},
		{map[string]string{"PAGER": "more", "PKTSCOPE_PAGER": ""}, ""},
		{map[string]string{"PAGER": "cat"}, ""},
		{map[string]string{"PAGER": "missing -x"}, ""},
		{map[string]string{"PAGER": "LESSOPEN= less"}, "LESSOPEN= less"},
		{map[string]string{"PAGER": "$MY_PAGER"}, "$MY_PAGER"},
	} {
		env := func(name string) (string, bool) { v, ok := x.env[name]; return v, ok }
		if got := pagerCommand(env, there); got != x.want {
			t.Errorf("%v: %q, want %q", x.env, got, x.want)
		}
	}
	if pagerCommand(func(string) (string, bool) { return "", false }, func(string) bool { return false }) != "" {
		t.Error("less is started where there is none")
	}
}

func TestPagerEnviron(t *testing.T) {
	if got := pagerEnviron([]string{"LESS=-i", "A=b"}); !slices.Equal(got, []string{"LESS=-i", "A=b", "LV=-c"}) {
		t.Errorf("%q", got)
	}
	if got := pagerEnviron(nil); !slices.Equal(got, []string{"LESS=FRX", "LV=-c"}) {
		t.Errorf("%q", got)
	}
}
