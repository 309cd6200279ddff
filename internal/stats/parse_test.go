package stats

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/render"
)

func registry(t testing.TB) *dissect.Registry {
	t.Helper()
	r := labtest.Registry(t)
	return r
}

func TestRequests(t *testing.T) {
	r := registry(t)
	for _, request := range []string{
		"io,phs", "io,phs,udp", "conv,ip", "conv,ip,ip.addr in {10.0.0.1, 10.0.0.2}", "conv,cdp", "endpoints,esp,esp.spi == 1",
		"io,stat,0", "io,stat,.5,udp,,tcp", "io,stat,1,ip.addr in {10.0.0.1,10.0.0.2},SUM(ip.len)udp", "io,stat,1,sum(ip.len) udp",
		"expert", "expert,warn", "expert,Note,tcp", "expert,tcp",
	} {
		if _, err := New([]string{request}, render.Fields{Registry: r}, DefaultLimit); err != nil {
			t.Errorf("%s: %v", request, err)
		}
	}
	for request, want := range map[string]string{
		"":                         "-z help lists those there are",
		"conv":                     "there is no such statistic",
		"conv,fc":                  "near it: conv,ip",
		"io,foo":                   "there is no such statistic",
		"io,stat":                  "want an interval in seconds",
		"io,stat,-1":               "want an interval in seconds",
		"io,stat,0.0000001":        "want an interval in seconds",
		"io,stat,NaN":              "want an interval in seconds",
		"io,stat,1,SUM(ip.lem)":    `there is no field "ip.lem"; near it: ip.len`,
		"io,stat,1,SUM(eth.src)ip": "eth.src has no numeric values, which SUM needs",
		"io,stat,1" + strings.Repeat(",udp", maxColumns+1): "want no more than 64",
	} {
		if _, err := New([]string{request}, render.Fields{Registry: r}, DefaultLimit); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", request, err, want)
		}
	}
	for _, request := range []string{"conv,ip,ip.adr", "io,phs,(", "io,stat,1,ip &&", "expert,warm"} {
		if _, err := New([]string{"io,phs", request}, render.Fields{Registry: r}, DefaultLimit); !errors.As(err, new(*filter.Error)) {
			t.Errorf("%s: %v", request, err)
		}
	}
}

// A filter that is requested twice is compiled once.
func TestFiltersAreShared(t *testing.T) {
	s, err := New([]string{"conv,ip,udp", "io,stat,1,udp,tcp, udp"}, render.Fields{Registry: registry(t)}, DefaultLimit)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"udp", "tcp"}; !slices.Equal(s.texts, want) {
		t.Errorf("%q, want %q", s.texts, want)
	}
}

func TestSplit(t *testing.T) {
	for text, want := range map[string][]string{
		"":                        {""},
		"a,b":                     {"a", "b"},
		",a,":                     {"", "a", ""},
		"x in {1,2},y":            {"x in {1,2}", "y"},
		`http.host == "a,\",b",c`: {`http.host == "a,\",b"`, "c"},
		"max(udp.port,500) > 1,d": {"max(udp.port,500) > 1", "d"},
		"},a":                     {"}", "a"},
		`"open,`:                  {`"open,`},
	} {
		if got := split(text); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
