package inet_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/labtest"
)

func newIPv6() dissect.Message            { return new(inet.IPv6) }
func newIPv6HopByHop() dissect.Message    { return new(inet.IPv6HopByHop) }
func newIPv6Destination() dissect.Message { return new(inet.IPv6Destination) }
func newIPv6Routing() dissect.Message     { return new(inet.IPv6Routing) }
func newIPv6Fragment() dissect.Message    { return new(inet.IPv6Fragment) }

const (
	ip6Addrs = "20010db8000000000000000000000001 20010db8000000000000000000000002"
	ip6Stop  = "20010db8000000000000000000000007"
)

var (
	ip6Seeds = []dissecttest.Seed{
		{Name: "plain", Bytes: dissecttest.Hex("6b812345 00036340" + ip6Addrs + "616263")},
		{Name: "nothing follows", Bytes: dissecttest.Hex("60000000 00003b40" + ip6Addrs)},
		{Name: "jumbogram", Bytes: dissecttest.Hex("60000000 00000040" + ip6Addrs + "6300c20400011170 00")},
		{Name: "version 4", Bytes: dissecttest.Hex("45000000")},
	}
	ip6HopByHopSeeds = []dissecttest.Seed{
		{Name: "router alert", Bytes: dissecttest.Hex("6300 05020000 0100 ff")},
		{Name: "pad1", Bytes: dissecttest.Hex("3b00 000000000000")},
		{Name: "RPL", Bytes: dissecttest.Hex("3b00 6304801e0100")},
		{Name: "jumbo", Bytes: dissecttest.Hex("3b00 c20400011170")},
		{Name: "path MTU", Bytes: dissecttest.Hex("3b00 300405dc05dd")},
	}
	ip6DestinationSeeds = []dissecttest.Seed{
		{Name: "tunnel limit", Bytes: dissecttest.Hex("6300 040104 010100 ff")},
		{Name: "home address", Bytes: dissecttest.Hex("3b02 01020000 c910" + ip6Stop)},
		{Name: "diagnostics", Bytes: dissecttest.Hex("3b01 0f0a01020001000200030004 0100")},
		{Name: "experimental", Bytes: dissecttest.Hex("3b00 9e03010203 00")},
		{Name: "unknown", Bytes: dissecttest.Hex("3b00 2b03010203 00")},
	}
	ip6RoutingSeeds = []dissecttest.Seed{
		{Name: "source route", Bytes: dissecttest.Hex("3b020001 00000000" + ip6Stop)},
		{Name: "nimrod", Bytes: dissecttest.Hex("3b000100 01020304")},
		{Name: "mobile", Bytes: dissecttest.Hex("3b020201 00000000" + ip6Stop)},
		{Name: "RPL", Bytes: dissecttest.Hex("3b010301 ff400000 0000000001000000")},
		{Name: "segments", Bytes: dissecttest.Hex("3b030401 00000005" + ip6Stop + "0406010203040506")},
	}
	ip6FragmentSeeds = []dissecttest.Seed{
		{Name: "first", Bytes: dissecttest.Hex("11000001 12345678 616263")},
		{Name: "atomic", Bytes: dissecttest.Hex("11000000 12345678 616263")},
		{Name: "empty", Bytes: dissecttest.Hex("11000000 12345678")},
	}
)

// An option that is longer than its header is noted; what is behind the header
// is read all the same.
func TestIPv6LongOption(t *testing.T) {
	var d field.Decoder
	data := dissecttest.Hex("6300 040901010100 ff")
	d.Reset(data, field.Span{End: len(data), Wire: len(data)}, nil, -1)
	m := new(inet.IPv6HopByHop)
	err := m.Decode(&d)
	if s, ok := d.TakePayload(); err != nil || len(d.Notes()) != 1 || !ok || s.Off != 8 {
		t.Errorf("error %v, %d notes, payload %v %+v", err, len(d.Notes()), ok, s)
	}
}

func TestIPv6(t *testing.T)            { dissecttest.Run(t, newIPv6, ip6Seeds) }
func TestIPv6HopByHop(t *testing.T)    { dissecttest.Run(t, newIPv6HopByHop, ip6HopByHopSeeds) }
func TestIPv6Destination(t *testing.T) { dissecttest.Run(t, newIPv6Destination, ip6DestinationSeeds) }
func TestIPv6Routing(t *testing.T)     { dissecttest.Run(t, newIPv6Routing, ip6RoutingSeeds) }
func TestIPv6Fragment(t *testing.T)    { dissecttest.Run(t, newIPv6Fragment, ip6FragmentSeeds) }

// The expected columns are tshark 4.0's for the same packets.
func TestIPv6Columns(t *testing.T) {
	tests := []struct{ name, bytes, source, destination, info string }{
		{"plain", "600000000008634020010db800000000000000000000000120010db8000000000000000000000002 6162636465666768", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"none", "6000000000003b4020010db800000000000000000000000120010db8000000000000000000000002 ", "2001:db8::1", "2001:db8::2", "IPv6 no next header"},
		{"none+data", "6000000000073b4020010db800000000000000000000000120010db8000000000000000000000002 61626364656667", "2001:db8::1", "2001:db8::2", "IPv6 no next header"},
		{"hop ra", "600000000010004020010db800000000000000000000000120010db8000000000000000000000002 63000502000001006162636465666768", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"dst", "6000000000103c4020010db800000000000000000000000120010db8000000000000000000000002 63000401040101006162636465666768", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"unk opt", "6000000000103c4020010db800000000000000000000000120010db8000000000000000000000002 63009e03010203006162636465666768", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"frag first", "6000000000142c4020010db800000000000000000000000120010db8000000000000000000000002 630000011234567861626364656667687a7a7a7a", "2001:db8::1", "2001:db8::2", "IPv6 fragment (off=0 more=y ident=0x12345678 nxt=99)"},
		{"atomic", "6000000000102c4020010db800000000000000000000000120010db8000000000000000000000002 63000000abcdef016162636465666768", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"rt0", "6000000000202b4020010db800000000000000000000000120010db8000000000000000000000002 630200010000000020010db80000000000000000000000076162636465666768", "2001:db8::1", "2001:db8::7", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"rt0 done", "6000000000202b4020010db800000000000000000000000120010db8000000000000000000000002 630200000000000020010db80000000000000000000000076162636465666768", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"rt2", "6000000000202b4020010db800000000000000000000000120010db8000000000000000000000002 630202010000000020010db80000000000000000000000076162636465666768", "2001:db8::1", "2001:db8::7", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"srh", "6000000000302b4020010db800000000000000000000000120010db8000000000000000000000002 630404010100000520010db800000000000000000000000720010db80000000000000000000000086162636465666768", "2001:db8::1", "2001:db8::7", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"srh0", "6000000000382b4020010db800000000000000000000000120010db8000000000000000000000002 630504000100000520010db800000000000000000000000720010db800000000000000000000000804060102030405066162636465666768", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"rt1", "6000000000102b4020010db800000000000000000000000120010db8000000000000000000000002 63000100010203046162636465666768", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"plen0", "600000000000634020010db800000000000000000000000120010db8000000000000000000000002 6162636465666768", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"plen long", "6000000000c8634020010db800000000000000000000000120010db8000000000000000000000002 6162636465666768", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"plen short", "60000000000c634020010db800000000000000000000000120010db8000000000000000000000002 6162636465666768747261696c", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"unb", "600000000003fd4020010db800000000000000000000000120010db8000000000000000000000002 616263", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: Unknown (253)"},
		{"unb150", "600000000003964020010db800000000000000000000000120010db8000000000000000000000002 616263", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: Unassigned (150)"},
		{"unb99", "600000000003634020010db800000000000000000000000120010db8000000000000000000000002 616263", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"tc", "6b8123450003634020010db800000000000000000000000120010db8000000000000000000000002 616263", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"hop+dst+unb", "600000000013004020010db800000000000000000000000120010db8000000000000000000000002 3c000502000001006300040104010100616263", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"hop+none", "600000000008004020010db800000000000000000000000120010db8000000000000000000000002 3b00050200000100", "2001:db8::1", "2001:db8::2", "IPv6 no next header"},
		{"hop+udp empty", "600000000008004020010db800000000000000000000000120010db8000000000000000000000002 6300050200000100", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"udp empty", "600000000000634020010db800000000000000000000000120010db8000000000000000000000002 ", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"dst+dst", "6000000000183c4020010db800000000000000000000000120010db8000000000000000000000002 3c0004010401010063000401040101006162636465666768", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"mapped", "600000000003634000000000000000000000ffff0102030400000000000000000000000001020304 616263", "::ffff:1.2.3.4", "::1.2.3.4", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"frag+dst", "6000000000182c4020010db800000000000000000000000120010db8000000000000000000000002 3c0000010000000563000401040101006162636465666768", "2001:db8::1", "2001:db8::2", "IPv6 fragment (off=0 more=y ident=0x00000005 nxt=60)"},
		{"hop rpl", "600000000010004020010db800000000000000000000000120010db8000000000000000000000002 63006304801e01006162636465666768", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"pdm", "6000000000183c4020010db800000000000000000000000120010db8000000000000000000000002 63010f0a0102000100020003000401006162636465666768", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"dst+frag", "6000000000183c4020010db800000000000000000000000120010db8000000000000000000000002 2c0004010401010063000011000000073132333435363738", "2001:db8::1", "2001:db8::2", "IPv6 fragment (off=16 more=y ident=0x00000007 nxt=99)"},
		{"6in6", "60000000002b294020010db800000000000000000000000120010db8000000000000000000000002 600000000003634020010db800000000000000000000000120010db8000000000000000000000002616263", "2001:db8::1", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
		{"home", "6000000000203c4020010db800000000000000000000000120010db8000000000000000000000002 630201020000c91020010db80000000000000000000000096162636465666768", "2001:db8::9", "2001:db8::2", "Unknown IP Protocol: any private encryption scheme (99)"},
	}
	r := labtest.Registry(t)
	e := dissect.NewEngine(r)
	for _, tt := range tests {
		var p dissect.Packet
		data := dissecttest.Hex(tt.bytes)
		e.Dissect(&p, 229, data, len(data))
		if got := string(p.AppendSource(nil)); got != tt.source {
			t.Errorf("%s: Source is %q, want %q", tt.name, got, tt.source)
		}
		if got := string(p.AppendDestination(nil)); got != tt.destination {
			t.Errorf("%s: Destination is %q, want %q", tt.name, got, tt.destination)
		}
		if got := string(p.AppendInfo(nil, nil)); got != tt.info {
			t.Errorf("%s: Info is %q, want %q", tt.name, got, tt.info)
		}
	}
}

func TestIPv6Labels(t *testing.T) {
	header := "6b812345 00036340" + ip6Addrs + "616263"
	tests := []struct {
		msg                       dissect.Message
		bytes, field, show, label string
	}{
		{new(inet.IPv6), header, "ipv6", "", "Internet Protocol Version 6, Src: 2001:db8::1, Dst: 2001:db8::2"},
		{new(inet.IPv6), header, "ipv6.tclass", "0x000000b8", ".... 1011 1000 .... .... .... .... .... = Traffic Class: 0xb8 (DSCP: EF, ECN: Not-ECT)"},
		{new(inet.IPv6), header, "ipv6.tclass.dscp", "46", ".... 1011 10.. .... .... .... .... .... = Differentiated Services Codepoint: Expedited Forwarding (46)"},
		{new(inet.IPv6), header, "ipv6.flow", "0x012345", ".... 0001 0010 0011 0100 0101 = Flow Label: 0x12345"},
		{new(inet.IPv6), header, "ipv6.nxt", "99", "Next Header: any private encryption scheme (99)"},
		{new(inet.IPv6HopByHop), "3b0005020000 0100", "ipv6.hopopts.len_oct", "8", "Length: 8 bytes"},
		{new(inet.IPv6HopByHop), "3b0005020000 0100", "ipv6.opt", "", "Router Alert"},
		{new(inet.IPv6HopByHop), "3b0005020000 0100", "ipv6.opt.type", "0x05", "Type: Router Alert (0x05)"},
		{new(inet.IPv6HopByHop), "3b0005020000 0100", "ipv6.opt.router_alert", "0", "Router Alert: MLD (0)"},
		{new(inet.IPv6HopByHop), "3b0005020000 0100", "ipv6.opt.padn", "", "PadN: <none>"},
		{new(inet.IPv6HopByHop), "3b006304801e0100", "ipv6.opt.rpl.flag", "0x80", "Flag: 0x80, Down"},
		{new(inet.IPv6Destination), "3b009e0301020300", "ipv6.opt.type", "0x9e", "Type: Experimental (0x9E) (0x9e)"},
		{new(inet.IPv6Routing), "3b020001 00000000" + ip6Stop, "ipv6.routing", "", "Routing Header for IPv6 (Source Route)"},
		{new(inet.IPv6Routing), "3b020001 00000000" + ip6Stop, "ipv6.routing.src.addr", "2001:db8::7", "Address[1]: 2001:db8::7"},
		{new(inet.IPv6Routing), "3b020401 00000005" + ip6Stop, "ipv6.routing.srh.addr", "2001:db8::7", "Address[0]: 2001:db8::7"},
		{new(inet.IPv6Fragment), "11000010 12345678 61", "ipv6.fraghdr.offset", "2", "0000 0000 0001 0... = Offset: 2 (16 bytes)"},
		{new(inet.IPv6Fragment), "11000011 12345678 61", "ipv6.fraghdr.more", "True", ".... .... .... ...1 = More Fragments: Yes"},
	}
	for _, tt := range tests {
		checkLabel(t, tt.bytes, decode(t, tt.msg, dissecttest.Hex(tt.bytes), field.Env{}), tt.field, tt.show, tt.label)
	}
}

// Extension headers stand within the packet's lines, and the packet's reach to
// the last of them.
func TestIPv6Nesting(t *testing.T) {
	r := labtest.Registry(t)
	e, tree := dissect.NewEngine(r), new(field.Tree)
	var p dissect.Packet
	data := dissecttest.Hex("60000000 00130040" + ip6Addrs + "3c0005020000 0100 630004010401 0100 616263")
	e.Dissect(&p, 229, data, len(data))
	e.Build(&p, tree)
	if n := tree.Nodes[1]; n.Def != &inet.IPv6Proto.Def || n.Len != 56 {
		t.Errorf("the second node is %s, %d bytes", n.Def.Name, n.Len)
	}
	for _, name := range []string{"ipv6.hopopts", "ipv6.dstopts"} {
		defs := r.Field(name)
		if tree.Child(1, defs[0]) < 0 {
			t.Errorf("%s is not within ipv6", name)
		}
	}
	if got, want := string(p.AppendProtocols(nil)), "raw:ipv6:ipv6.hopopts:ipv6.dstopts:data"; got != want {
		t.Errorf("protocols are %s, want %s", got, want)
	}
}
