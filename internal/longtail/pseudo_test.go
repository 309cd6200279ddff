package longtail_test

import (
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
)

// An ICMP echo request from 192.0.2.1 to 192.0.2.2, and what may stand before it.
const (
	echo      = "4500001c00010000400136dfc0000201c0000202" + "0800f7fd00010001"
	ethernet2 = "020000000002020000000001" + "0800" + echo
	llc       = "aaaa030000000800" + echo
	wlan      = "08010000" + "020000000002" + "020000000001" + "020000000002" + "1000" // data, to the access point
	qos       = "88020000" + "020000000002" + "020000000003" + "020000000001" + "1000" + "0000"
)

// TestPseudo holds the columns of frames behind headers of capture programs to
// tshark's. Where a header is none tshark shows what there is as a frame, and it
// takes the byte order of NFLOG from the file's.
func TestPseudo(t *testing.T) {
	e := engine(t)
	for name, c := range map[string]struct {
		link                    uint32
		frame, protocol, source string
	}{
		"PPI":                     {192, "00000800" + "01000000" + ethernet2, "ICMP", "192.0.2.1"},
		"PPI, fields":             {192, "00001000" + "01000000" + "0200040001020304" + ethernet2, "ICMP", "192.0.2.1"},
		"PPI, no frame":           {192, "00000800" + "01000000", "PPI", ""},
		"PPI, length too small":   {192, "00000400" + "01000000" + ethernet2, "PPI", ""},
		"radiotap":                {127, "00000800" + "00000000" + wlan + llc, "ICMP", "192.0.2.1"},
		"802.11":                  {105, wlan + llc, "ICMP", "192.0.2.1"},
		"802.11, QoS":             {105, qos + llc, "ICMP", "192.0.2.1"},
		"802.11, acknowledgement": {105, "d4000000" + "020000000002", "802.11", ""},
		"PKTAP":                   {258, "6c000000" + "01000000" + "01000000" + strings.Repeat("00", 96) + ethernet2, "ICMP", "192.0.2.1"},
		"PKTAP, USER2":            {149, "6c000000" + "01000000" + "01000000" + strings.Repeat("00", 96) + ethernet2, "ICMP", "192.0.2.1"},
		"PKTAP, longer":           {149, "70000000" + "01000000" + "01000000" + strings.Repeat("00", 100) + ethernet2, "ICMP", "192.0.2.1"},
		"PKTAP, no packet":        {258, "6c000000" + "02000000" + "01000000" + strings.Repeat("00", 96) + ethernet2, "PKTAP", ""},
		"PKTAP, length too small": {258, "64000000" + "01000000" + "01000000" + strings.Repeat("00", 96) + ethernet2, "PKTAP", ""},
		"NFLOG":                   {239, "02000000" + "0800010008000000" + "05000a0000000000" + "20000900" + echo, "ICMP", "192.0.2.1"},
		"NFLOG, big-endian":       {239, "02000000" + "0008000108000000" + "00200009" + echo, "ICMP", "192.0.2.1"},
		"NFLOG, other family":     {239, "07000000" + "20000900" + echo, "NFLOG", ""},
	} {
		frame := dissecttest.Hex(c.frame)
		var p dissect.Packet
		e.Dissect(&p, c.link, frame, len(frame))
		if got := string(p.AppendProtocol(nil)); got != c.protocol {
			t.Errorf("%s: protocol is %s, want %s", name, got, c.protocol)
		}
		if got := string(p.AppendSource(nil)); got != c.source {
			t.Errorf("%s: source is %q, want %q", name, got, c.source)
		}
		for n := range len(frame) {
			e.Dissect(&p, c.link, frame[:n:n], len(frame))
			e.Dissect(&p, c.link, frame[:n:n], n)
			_ = p.AppendInfo(nil, nil)
		}
	}
}
