package field_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
)

// TestAppendPorts: the service's port has its name, the client's its number alone; both
// have names where nobody can tell, and where tshark's form is asked for.
func TestAppendPorts(t *testing.T) {
	named := func(_ field.Transport, port uint16) string {
		return map[uint16]string{80: "http", 500: "isakmp", 123: "ntp", 520: "route", 5060: "sip", 8080: "http-alt", 40000: "safetynetp", 40001: "x"}[port]
	}
	for _, x := range []struct {
		src, dst      uint16
		service, both string
	}{
		{40000, 80, "40000 → http(80)", "safetynetp(40000) → http(80)"},
		{80, 40000, "http(80) → 40000", "http(80) → safetynetp(40000)"},
		{500, 500, "isakmp(500) → isakmp(500)", "isakmp(500) → isakmp(500)"},
		{123, 520, "ntp(123) → route(520)", "ntp(123) → route(520)"},
		{8080, 80, "8080 → http(80)", "http-alt(8080) → http(80)"},
		{5060, 8080, "sip(5060) → http-alt(8080)", "sip(5060) → http-alt(8080)"},
		{40001, 40000, "40001 → safetynetp(40000)", "x(40001) → safetynetp(40000)"},
		{40000, 9999, "40000 → 9999", "safetynetp(40000) → 9999"},
	} {
		for want, names := range map[string]*field.Names{
			x.service: {Port: named, Service: true},
			x.both:    {Port: named},
		} {
			if got := string(names.AppendPorts(nil, field.TCP, x.src, x.dst)); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
	var none *field.Names
	if got := string(none.AppendPorts(nil, field.UDP, 40000, 80)); got != "40000 → 80" {
		t.Errorf("%q", got)
	}
}
