package frame_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
)

type protocols string

func (p protocols) AppendProtocols(b []byte) []byte { return append(b, p...) }

// lines is the detail of f around a packet of n bytes.
func lines(t *testing.T, f *frame.Frame, n int) string {
	t.Helper()
	var d field.Decoder
	tree := new(field.Tree)
	tree.Reset(make([]byte, n))
	d.Reset(tree.Bufs[0], field.Span{End: n, Wire: n}, tree, -1)
	if err := f.Decode(&d); err != nil {
		t.Fatal(err)
	}
	var s strings.Builder
	for i := range tree.Nodes {
		for up := tree.Nodes[i].Parent; up >= 0; up = tree.Nodes[up].Parent {
			s.WriteString("    ")
		}
		s.Write(tree.AppendLabel(nil, i))
		s.WriteByte('\n')
	}
	return s.String()
}

// TestDetail holds the detail against tshark's, whose brackets around
// generated fields are the printer's.
func TestDetail(t *testing.T) {
	zone := time.Local
	time.Local = time.UTC
	t.Cleanup(func() { time.Local = zone })
	tests := []struct {
		name string
		f    frame.Frame
		want string
	}{
		{"pcapng", frame.Frame{
			Number: 2, Time: time.Unix(7, 0), HasTime: true, CapLen: 22, WireLen: 22, Link: 1,
			Iface: &frame.Interface{ID: 1, Section: 1}, Comments: []string{"a comment"},
			Delta: field.Nanos{Low: 5.5e9}, HasDelta: true, HasDisplayed: true, Displayed: field.Nanos{Low: 5.5e9}, Relative: field.Nanos{Low: -1499999930},
			Protocols: protocols("eth:ethertype:data"),
		}, `Packet comments
    a comment
Frame 2: Packet, 22 bytes on wire (176 bits), 22 bytes captured (176 bits) on interface unknown, id 1
    Section number: 1
    Interface id: 1 (unknown)
        Interface name: unknown
    Encapsulation type: Ethernet (1)
    Arrival Time: Jan  1, 1970 00:00:07.000000000 UTC
    UTC Arrival Time: Jan  1, 1970 00:00:07.000000000 UTC
    Epoch Arrival Time: 7.000000000
    Time shift for this packet: 0.000000000 seconds
    Time delta from previous captured frame: 5.500000000 seconds
    Time delta from previous displayed frame: 5.500000000 seconds
    Time since reference or first frame: -1.499999930 seconds
    Frame Number: 2
    Frame Length: 22 bytes (176 bits)
    Capture Length: 22 bytes (176 bits)
    Frame is marked: False
    Frame is ignored: False
    Protocols in frame: eth:ethertype:data
    Character encoding: ASCII (0)
`},
		{"pcap, no time, cut", frame.Frame{Number: 5, CapLen: 1, WireLen: 526, Link: 276, Protocols: protocols("sll")},
			`Frame 5: Packet, 526 bytes on wire (4208 bits), 1 byte captured (8 bits)
    Encapsulation type: Linux cooked-mode capture v2 (210)
    Frame Number: 5
    Frame Length: 526 bytes (4208 bits)
    Capture Length: 1 byte (8 bits)
    Frame is marked: False
    Frame is ignored: False
    Protocols in frame: sll
    Character encoding: ASCII (0)
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := lines(t, &tt.f, tt.f.CapLen); got != tt.want {
				t.Errorf("\n%s, want\n%s", got, tt.want)
			}
		})
	}
}

// TestEncapsulation are some of tshark's frame.encap_type.
func TestEncapsulation(t *testing.T) {
	for link, want := range map[uint32]frame.Encapsulation{
		0: {Number: 15, Name: "NULL/Loopback"}, 1: {Number: 1, Name: "Ethernet"}, 12: {Number: 7, Name: "Raw IP"},
		101: {Number: 7, Name: "Raw IP"}, 104: {Number: 28, Name: "Cisco HDLC"}, 108: {Number: 174, Name: "OpenBSD loopback"},
		113: {Number: 25, Name: "Linux cooked-mode capture v1"}, 276: {Number: 210, Name: "Linux cooked-mode capture v2"},
		4242: {Number: 0, Name: "Unknown"},
	} {
		if got := frame.EncapOf(link); got != want {
			t.Errorf("link type %d: %v, want %v", link, got, want)
		}
	}
}
