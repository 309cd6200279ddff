package filter_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/labtest"
)

func registry(t testing.TB) *dissect.Registry {
	t.Helper()
	r := labtest.Registry(t)
	for _, p := range []*field.Proto{frame.Proto, frame.CommentsProto, frame.ColumnsProto} {
		if err := r.Declare(p); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// Packets for the tests: an ISAKMP message, IPv4 in GRE in IPv4, and CDP.
type packet struct {
	dissect.Packet
	engine *dissect.Engine
	tree   field.Tree
}

var frames = map[string]string{
	// 10.0.0.1:500 to 10.0.0.2:500, Quick Mode, encrypted, initiator's cookie 0102030405060708
	"isakmp": "02000000000202000000000108004500003c12344000401100000a0000010a00000201f401f4002800000102030405060708090a0b0c0d0e0f1008102001deadbeef0000002011223344",
	// 172.16.0.1 to 172.16.0.2, in it 192.168.0.1 to 192.168.0.2, echo request
	"gre": "0200000000020200000000010800450000340001" + "0000ff2f0000ac100001ac10000200000800" + "4500001c000200004001" + "0000c0a80001c0a800020800f7fd00010001",
	"cdp": "01000ccccccc02000000000100" + "1eaaaa0300000c200002b4000000010006523100020006" + "00000000",
}

// take takes a frame apart.
func take(t testing.TB, r *dissect.Registry, data string) *packet {
	t.Helper()
	raw := dissecttest.Hex(data)
	p := &packet{engine: dissect.NewEngine(r)}
	p.Head = &frame.Frame{
		Number: 7, Time: time.Date(2026, 11, 22, 12, 0, 0, 5e8, time.UTC), HasTime: true, CapLen: len(raw), WireLen: len(raw), Link: 1,
		Delta: field.Nanos{Low: 2.5e8}, HasDelta: true, Relative: field.Nanos{Low: 3e9}, Protocols: &p.Packet,
	}
	p.engine.Dissect(&p.Packet, 1, raw, len(raw))
	return p
}

// ask matches a packet against a filter by a glance, by a whole tree and by a partial
// one, which must agree.
func (p *packet) ask(t testing.TB, r *dissect.Registry, expr string) bool {
	t.Helper()
	q, err := newQuestion(r, expr)
	if err != nil {
		t.Fatal(err)
	}
	return q.of(t, p)
}

// A question is a filter that is asked of packets.
type question struct {
	expr   string
	match  *filter.Matcher
	fields *dissect.FieldSet
}

func newQuestion(r *dissect.Registry, expr string) (question, error) {
	f, err := filter.Compile(expr, r)
	if err == nil && f == nil {
		err = errors.New("the expression is blank")
	}
	if err != nil {
		return question{}, err
	}
	return question{expr, f.Matcher(), r.FieldSet(f.Protos()...)}, nil
}

// of asks in each way there is, which must all give the same answer.
func (q *question) of(t testing.TB, p *packet) bool {
	t.Helper()
	return p.answer(t, []question{*q})
}

// answer asks a packet each question by a glance, by a part of the tree and by the whole
// one, which must agree, and returns what the last is answered.
func (p *packet) answer(t testing.TB, questions []question) (whole bool) {
	t.Helper()
	type partial struct{ hit, sure, part bool }
	partials := make([]partial, len(questions))
	for i := range questions {
		q, a := &questions[i], &partials[i]
		a.hit, a.sure = q.match.Glance(p)
		p.engine.BuildFields(&p.Packet, &p.tree, q.fields)
		a.part = q.match.Match(p, &p.tree)
	}
	p.engine.Build(&p.Packet, &p.tree) // for all: a packet knows its places in the tree that was built last
	for i := range questions {
		q, a := &questions[i], &partials[i]
		if whole = q.match.Match(p, &p.tree); a.part != whole || a.sure && a.hit != whole {
			t.Errorf("%s: a glance tells %v (sure: %v), a part of the tree %v, the whole tree %v", q.expr, a.hit, a.sure, a.part, whole)
		}
	}
	return whole
}

// TestMatch: what tshark 4.0.17 -Y answers for the same frames, but for numbers beside bytes,
// which are read as Wireshark 4.6 does; xor 4.0 has not.
func TestMatch(t *testing.T) {
	r := registry(t)
	for name, cases := range map[string]struct{ yes, no string }{
		"isakmp": {`
			isakmp
			eth && ip && udp
			udp.port == 500
			udp.port === 500
			udp.port == 0x1f4 and udp.port == 0764 and udp.port == 0b111110100
			udp.port != 501
			udp.port - 600 < 0
			-udp.port == -500
			abs(udp.port - 501) == 1
			udp.port & 0x1f4 == 500
			udp.port in {400..600}
			udp.srcport in {udp.dstport}
			udp.srcport == udp.dstport == 500
			count(udp.port) == 2 and count(tcp.port) == 0 and not count(tcp.port)
			len(udp) == 8
			ip.addr == 10.0.0.0/24
			all ip.addr == 10.0.0.0/24
			ip.addr ~= 10.0.0.1
			ip.src != ip.dst
			ip.src < ip.dst
			ip.src & 255.0.0.0 == 10.0.0.0
			ip.src in {10.0.0.0/8}
			ip.src[0] == 0a: and ip.src[0:2] == 0a00: and ip.src[0] == 0x0a and ip.src[0] == 10 and ip.src[0] == 012 and ip.src[0] & 0x0a and ip.src[0] == 0a and ip.src[-1] == 01 and ip.src[1-2] == 00:00 and ip.src[:2] == 0a00
			ip.src[0,3] == 0a01
			ip.flags.df == 1 and ip.flags.df == True and ip.flags.df == "Set"
			ip.flags.df > 0
			ip.host == "10.0.0.1" and ip.src_host matches "^10"
			string(ip.src) == "10.0.0.1" and string(udp.port) == 500
			max(udp.srcport, 600) == 600
			min(ip.src, ip.dst) == 10.0.0.1
			isakmp.exchangetype == "Quick Mode"
			isakmp.exchangetype contains "Quick" and isakmp.exchangetype matches "mode$"
			isakmp.nextpayload == "hash" and ip.flags.df contains "Set"
			isakmp.exchangetype in {"Informational", 32}
			isakmp.ispi == 01:02:03:04:05:06:07:08 and isakmp.ispi == 0102030405060708
			isakmp.ispi[2:2] == 03:04
			isakmp.ispi contains 03:04
			isakmp.messageid == 0xdeadbeef
			isakmp.flag_e == 1
			isakmp.length == udp.length - 8
			isakmp.length % 4 == 0
			udp contains 11:22:33:44
			udp contains 01:f4:01:f4
			udp[0:4] == 01:f4:01:f4
			udp[7]
			frame contains "\xde\xad\xbe\xef"
			frame[12:2] == 08:00
			frame matches "\\xde\\xad"
			frame.number == 7 and frame.len == 74
			frame.time > "2026-11-22 11:59:59Z" and frame.time < "Nov 22, 2026 12:00:00.6 UTC"
			frame.time == "2026-11-22T13:00:00.5+01:00"
			frame.time_delta == 0.25
			frame.time_relative - 1 > 1.5
			frame.protocols == "eth:ethertype:ip:udp:isakmp"
			frame.protocols contains "isakmp" and upper(frame.protocols) contains "ISAKMP"
			eth.addr == 02:00:00:00:00:01
			eth.src[0:3] == 02:00:00 && eth.dst contains 00:02
			string(eth.src) == "02:00:00:00:00:01"
			tcp xor udp
			3 * udp.port == 1500 and 500 == udp.port and 400 <= udp.port <= 600 and 60 - ip.ttl < 0
			udp.port in {250 * 2, 4500} and ip.ttl == --64 and 64 - ip.ttl == 0 and 2 * frame.time_delta == 0.5
			eth.src == 2:0:0:0:0:1 and 2:0:0:0:0:1 == eth.src
			hex(ip.ttl) == "0x40" and dec(ip.ttl) == "64" and float(ip.ttl) / 3 > 21.3 and double(frame.time_delta) == 0.25
			vals(ip.proto) == "UDP" and len(vals(ip.proto)) == 3 and upper(vals(isakmp.exchangetype)) == "QUICK MODE"
			ip_rfc1918(ip.src) and not ip_multicast(ip.addr) and ip_special_mask(ip.src) == 28 and ip_special_name(ip.dst) == "Private-Use"
			@ip.ttl == 0x40 and @ip.src == 0a:00:00:01 and @isakmp.exchangetype == 0x20 and len(@ip) == 20 and @udp.port contains f4
			frame.time_epoch > 1795348800 and frame.time_epoch < "2026-11-22 12:00:01Z" and frame.time > 2026-11-22T12:00:00Z
			frame.time == "Nov 22, 2026 07:00:00.5 EST" and frame.time - 0.5 == "2026-11-22 12:00 +0000" and frame.time - frame.time_relative > 1
			frame.time_delta * 100000000000 == 25000000000 and frame.time_delta * -100000000000 < -24999999999
			frame.time_delta * 2.5 == 0.625 and frame.time_delta / 2 > 0.1249999999999 and frame.time_delta > 1e-3
			ip AND NOT tcp
			ip#1 && ip.src#1 == 10.0.0.1
			not tcp.port == 80
			!(ip.ttl == 63)`, `
			tcp
			cdp.deviceid
			udp.port == 501
			udp.port != 500
			tcp.port != 80
			udp.port - 600 > 0
			udp.port / 0 > 0
			udp.port % 0 == 0
			ip.ttl * -1 < 0
			udp.port in {-5..600}
			udp.port in {600..400}
			all udp.port == 501
			len(udp) == 40
			udp[8]
			udp[0:9]
			udp == 01:f4
			ip.src == 10.0.0.2/32
			ip.src > 10.0.0.0/8
			ip.flags.df < 1
			frame contains ""
			isakmp.exchangetype == 2
			isakmp.exchangetype contains "quick"
			isakmp.exchangetype == "quick mode"
			isakmp.ispi == isakmp.rspi
			ip#2
			ip.src#2
			ip.src#0
			data
			udp xor ip
			_ws.malformed
			string(isakmp.exchangetype) == "Quick Mode"`},
		"gre": {`
			ip#2
			ip.addr#2 == 192.168.0.1
			ip.src#[-1] == 192.168.0.1
			ip.src#[1-2] == 172.16.0.1
			ip.src#1 != ip.src#2
			count(ip.addr) == 4
			count(ip) == 2
			any ip.addr == 192.168.0.1
			any ip.addr != 192.168.0.1
			all ip.addr > 172.0.0.0
			any ip.addr === 172.16.0.1
			ip.ttl - ip.ttl
			ip.ttl#1 - 64 == 191
			max(ip.ttl) == 255 && min(ip.ttl) == 64
			icmp.type == 8
			gre contains c0:a8`, `
			ip#3
			ip.addr === 172.16.0.1
			all ip.addr == 192.168.0.1
			ip.addr != 192.168.0.1
			ip.addr#1 == 192.168.0.1
			ip.src#[:1]
			len(ip) == 40
			udp`},
		"cdp": {`
			cdp.deviceid == "R1" and cdp.deviceid == R1
			cdp.deviceid matches "r[0-9]$"
			cdp.deviceid matches r"^\w\d$"
			cdp.deviceid contains "R"
			cdp.deviceid contains 'R'
			cdp.deviceid[0] == "R" and cdp.deviceid[1:] == 31
			cdp.deviceid in {"R0".."R2"}
			cdp.deviceid > "R0" and cdp.deviceid < "R2"
			lower(cdp.deviceid) == "r1"
			len(cdp.deviceid) == 2
			upper(cdp.deviceid) == cdp.deviceid
			llc && !ip`, `
			cdp.deviceid == "r1"
			cdp.deviceid matches "(?-i)r1"
			cdp.deviceid contains ""
			cdp.deviceid != "R1"
			ip.src == 10.0.0.1`},
	} {
		p := take(t, r, frames[name])
		for expr := range strings.FieldsFuncSeq(cases.yes, func(r rune) bool { return r == '\n' }) {
			if !p.ask(t, r, strings.TrimSpace(expr)) {
				t.Errorf("%s: %s does not match", name, expr)
			}
		}
		for expr := range strings.FieldsFuncSeq(cases.no, func(r rune) bool { return r == '\n' }) {
			if p.ask(t, r, strings.TrimSpace(expr)) {
				t.Errorf("%s: %s matches", name, expr)
			}
		}
	}
}

// TestGlance: tests of layers and headers need no tree.
func TestGlance(t *testing.T) {
	r := registry(t)
	p := take(t, r, frames["isakmp"])
	for expr, want := range map[string]bool{
		"esp": true, "isakmp": true, "!esp": true, "esp && isakmp.nonce": true, "isakmp || isakmp.nonce": true,
		"ip.addr == 10.0.0.1": true, "eth.addr == 02:00:00:00:00:01": true, "udp.port == 500": true, "esp.spi == 5": true,
		"cdp.deviceid contains \"SW\"": true, "isakmp.exchangetype == 32 && ip.addr == 10.0.0.1": true, "ip.src == ip.dst": true,
		"udp.port in {500, 4500}": true, "ip.src[0:2] == 0a:00": true, "udp.srcport": true,
		"isakmp.nonce": false, "ip.len > 5": false, "frame.number == 7": false, "ip.addr#2": false, "udp contains 01": false,
	} {
		f, err := filter.Compile(expr, r)
		if err != nil {
			t.Fatal(err)
		}
		if _, sure := f.Matcher().Glance(p); sure != want {
			t.Errorf("%s: sure: %v, want %v", expr, sure, want)
		}
	}
}

// TestErrors: each error has the position of its cause.
func TestErrors(t *testing.T) {
	r := registry(t)
	for _, c := range []struct{ expr, place, reason string }{
		{"ip.adr == 1", "ip.adr", "near it: ip.addr"},
		{"ip.src == ip.dts", "ip.dts", "near it: ip.dst"},
		{"ip.addr == ", "", "ends too early"},
		{"ip && && udp", "&&", "expected a field"},
		{"ip.addr = 1.2.3.4", "=", "== compares"},
		{"(ip && udp", "", "expected ) or an operator"},
		{"ip udp", "udp", "expected the end"},
		{"500 == 500", "500", "expected a field"},
		{"adr == udp.port", "adr", "no field or protocol adr"},
		{"lem(udp) == 1", "lem", "near it: len"},
		{"vals(ip.src)", "ip.src", "values have names"},
		{"ip_ula(ip.src)", "ip.src", "an IPv6 address"},
		{"hex(ip.src)", "ip.src", "an integer"},
		{"frame.time > \"2026-11-22 05:00 XYZ\"", "\"2026-11-22 05:00 XYZ\"", "such as UTC or +0100"},
		{"frame.time > \"\x80\xff\xff12:00 utc\"", "\"\x80\xff\xff12:00 utc\"", "such as UTC or +0100"},
		{"frame.number >= $frame.number - 3", "$frame.number", "no frame is selected here, so nothing matches"},
		{"udp.port == ${udp.srcport}", "${udp.srcport}", "no frame is selected"},
		{"$mine(udp)", "$mine", "no macros"},
		{"@len(udp)", "(", "out of place"},
		{"@10.0.0.1", "@", "before a field"},
		{"ike", "ike", "its name is isakmp"},
		{"ikev2.exchangetype == 34", "ikev2.exchangetype", "near it: isakmp.exchangetype"},
		{"ipsec && udp", "ipsec", "its name is esp, ah and isakmp"},
		{"eigrp.opcode == 1", "eigrp.opcode", "eigrp has a name and a line here, and no fields"},
		{"frame.time_delta * udp.port > 1", "udp.port", "Floating point"},
		{"udp.port == 65536", "65536", "the largest value here is 65535"},
		{"udp.port == \"x\"", "\"x\"", "Unsigned integer (2 bytes)"},
		{"ip.src == 10.0.0.0/33", "10.0.0.0/33", "0 to 32 bits"},
		{"eth.src == 00:00:0c", "00:00:0c", "too few bytes"},
		{"udp.port in {500 4500}", "4500", "a comma"},
		{"udp[2-1] == 1", "2-1", "from a smaller number to a larger"},
		{"udp.port[0] == 1", "udp.port", "no bytes"},
		{"cdp.deviceid matches \"(\"", "\"(\"", "missing closing"},
		{"cdp.deviceid matches \"(?<=a)b\"", "\"(?<=a)b\"", "RE2"},
		{"cdp.deviceid matches \"\\d\"", "\\d", "r\"...\""},
		{"isakmp.exchangetype == \"Group Mode\"", "\"Group Mode\"", "near it: \"New Group Mode\""},
		{"isakmp.exchangetype > \"Quick Mode\"", "\"Quick Mode\"", "not the name of one number"},
		{"udp.port contains \"50\"", "udp.port", "cannot be searched"},
		{"_ws.col.info contains \"Quick\"", "_ws.col.info", "no packets are listed"},
		{"len(udp", "", "a comma or )"},
		{"nofunction(udp) == 1", "nofunction", "len, count"},
		{"max(udp.port, ip.src) == 1", "ip.src", "IPv4 address"},
		{"ip.src + 1 == 2", "ip.src", "there is no +"},
		{"ip.opt.nop == é", "é", "double quotes"},
	} {
		f, err := filter.Compile(c.expr, r)
		var e *filter.Error
		if f != nil || !errors.As(err, &e) {
			t.Errorf("%s: %v", c.expr, err)
			continue
		}
		if got := c.expr[e.From:e.To]; got != c.place || !strings.Contains(e.Error(), c.reason) {
			t.Errorf("%s: at %q, want %q (%q): %v", c.expr, got, c.place, c.reason, err)
		}
	}
	const want = "display filter: there is no field or protocol ip.adr; near it: ip.addr, ip.id\n" +
		"    udp && ip.adr == 1\n" +
		"           ^~~~~~"
	if _, err := filter.Compile("udp && ip.adr == 1", r); err == nil || err.Error() != want {
		t.Errorf("%v, want\n%s", err, want)
	}
	if _, err := filter.Compile("udp \x1b[31m", r); err == nil || strings.Contains(err.Error(), "\x1b") {
		t.Errorf("%q steers a terminal", err)
	}
}

// TestEmpty: an empty expression matches everything.
func TestEmpty(t *testing.T) {
	for _, expr := range []string{"", " \t\n"} {
		if f, err := filter.Compile(expr, registry(t)); f != nil || err != nil {
			t.Errorf("%q: %v, %v", expr, f, err)
		}
	}
}

// TestAllocations: filters look at packets without allocating.
func TestAllocations(t *testing.T) {
	r := registry(t)
	p := take(t, r, frames["isakmp"])
	for _, expr := range []string{
		"esp", "ip.addr == 10.0.0.0/8", "udp.port in {500..600} && !(ip.src == ip.dst)", "isakmp.ispi[2:2] == 03:04",
		"ip.len + 4 > 5", "frame contains de:ad && frame.number == 7", `frame matches "\\xde\\xad$"`, "string(ip.src) contains \"10\"",
		"upper(frame.protocols) contains \"ISAKMP\"", "max(ip.len, udp.length) > 3", "ip#2", "count(ip.addr) == 2", "ip.src[0,3] == 0a01",
	} {
		f, err := filter.Compile(expr, r)
		if err != nil {
			t.Fatal(err)
		}
		m, part := f.Matcher(), r.FieldSet(f.Protos()...)
		ask := func() {
			if _, sure := m.Glance(p); !sure {
				p.engine.BuildFields(&p.Packet, &p.tree, part)
				m.Match(p, &p.tree)
			}
		}
		ask()
		if n := testing.AllocsPerRun(100, ask); n != 0 {
			t.Errorf("%s: %v allocations a packet", expr, n)
		}
	}
}

// TestMultiplied: arithmetic over repeated fields makes a bounded number of values.
func TestMultiplied(t *testing.T) {
	r := registry(t)
	p := take(t, r, frames["gre"])
	if !p.ask(t, r, "ip.ttl"+strings.Repeat(" & ip.ttl", 40)+" == 64") {
		t.Error("40 operands of two values each do not match")
	}
}
