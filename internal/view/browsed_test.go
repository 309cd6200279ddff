package view

import (
	"cmp"
	"testing"
)

// Lines about flows have a filter, others have none.
func TestFlowFilter(t *testing.T) {
	for line, want := range map[string]string{
		"tcp  10.0.0.1:40001        10.0.0.2:80           6/5  lost": "ip.addr == 10.0.0.2 && tcp.port == 80 && (ip.addr == 10.0.0.1 && tcp.port == 40001)",
		"udp  203.0.113.1:5 10.0.0.1:4 192.0.2.1:53 192.0.2.1:53": "ip.addr == 192.0.2.1 && udp.port == 53 && " +
			"((ip.addr == 203.0.113.1 && udp.port == 5) || (ip.addr == 10.0.0.1 && udp.port == 4))",
		"udp [2001:db8::1]:1 [2001:db8::2]:2": "ipv6.addr == 2001:db8::2 && udp.port == 2 && (ipv6.addr == 2001:db8::1 && udp.port == 1)",
		"Pro  Source  Destination":            "",
		"icmp 10.0.0.1:1 10.0.0.2:1":          "",
		"tcp":                                 "",
		"":                                    "",
	} {
		is(t, line, flowFilter(line), want)
	}
}

// Rows of conversations have a filter.
func TestConversationFilter(t *testing.T) {
	is(t, "ip", conversationFilter("ip", []string{"10.0.0.1", "10.0.0.2", "45", "11 kB"}), "ip.addr == 10.0.0.1 && ip.addr == 10.0.0.2")
	is(t, "tcp", conversationFilter("tcp", []string{"10.0.0.1", "40002", "10.0.0.2", "80"}),
		"ip.addr == 10.0.0.1 && tcp.port == 40002 && ip.addr == 10.0.0.2 && tcp.port == 80")
	is(t, "udp", conversationFilter("udp", []string{"fe80::1", "1", "fe80::2", "2"}), "ipv6.addr == fe80::1 && udp.port == 1 && ipv6.addr == fe80::2 && udp.port == 2")
	is(t, "none", conversationFilter("tcp", []string{"a", "b"}), "")
}

// Lines of reports name nothing that is to be typed at a shell.
func TestOnScreen(t *testing.T) {
	for line, want := range map[string]string{
		"R1  to-R1 --":                                "R1  to-R1 --",
		"% No packets of ESP among 2":                 "% No packets of ESP among 2",
		"% 2 are of CDP: type show cdp":               "% 2 are of CDP",
		"% Their protocols: type pktscope":            "",
		"% --at TIME tells of an earlier":             "",
		"% 5 have expired; --at selects another time": "% 5 have expired",
	} {
		got, ok := onScreen(line)
		is(t, line, got, cmp.Or(want, got))
		is(t, line, ok, want != "")
	}
}

// A line of evidence has the number of its packet.
func TestNumberIn(t *testing.T) {
	is(t, "evidence", numberIn("    #12  192.0.2.1 offers"), uint64(12))
	is(t, "another line", numberIn("  seen in"), uint64(0))
	is(t, "a number", numberIn("    12  of"), uint64(0))
}
