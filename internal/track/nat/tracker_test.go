package nat_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/nat"
)

const (
	host   = "192.168.0.10:40000"
	other  = "192.168.0.11:40000"
	global = "80.1.0.2:40000"
	server = "203.0.113.80:80"
)

// Two hosts with the same port, the same remote end and the same data: the first
// keeps its port, the second gets another.
func TestPAT(t *testing.T) {
	s := newStage(t, nat.Limits{})
	for seq := range uint32(4) {
		a, b := tcp(host, server, 1000+seq, ack, "the same"), tcp(other, server, 5000+seq, ack, "the same")
		s.see("in", a.bytes())
		s.see("in", b.bytes())
		outA, outB := a.as(global, ""), b.as("80.1.0.2:1024", "")
		s.see("out", outA.bytes())
		s.see("out", outB.bytes())
		back := outB.answer("back")
		s.enter(back, back.as("", other))
	}
	a := s.want(
		"tcp 80.1.0.2:40000 192.168.0.10:40000 203.0.113.80:80 203.0.113.80:80",
		"tcp 80.1.0.2:1024 192.168.0.11:40000 203.0.113.80:80 203.0.113.80:80")
	if x := nth(a, 1); x.Out != 4 || x.In != 4 || x.Confidence() < 0.99 || x.Inside != "in" || x.Outside != "out" {
		t.Errorf("%+v", x)
	}
	if a.Hits != 10 || a.Misses != 2 {
		t.Errorf("%d hits, %d misses", a.Hits, a.Misses)
	}
}

// Datagrams that differ in nothing but their ports, at the same moment: what a
// NAT does with the next ones is what it did with the first.
func TestAlike(t *testing.T) {
	s := newStage(t, nat.Limits{})
	for n := range 5 {
		var in, out []packet
		for i, host := range []string{"192.168.0.10:5000", "192.168.0.11:5000", "192.168.0.12:5000"} {
			p := udp(host, "203.0.113.80:7", "every second the same datagram")
			p.id = 0
			in, out = append(in, p), append(out, p.as(fmt.Sprintf("80.1.0.2:%d", 2000+i), ""))
		}
		for i := range in {
			s.see("in", in[i].bytes())
		}
		for i := range out {
			k := (i + n) % len(out) // they come out in another order
			s.see("out", out[k].bytes())
		}
	}
	s.want(
		"udp 80.1.0.2:2000 192.168.0.10:5000 203.0.113.80:7 203.0.113.80:7",
		"udp 80.1.0.2:2001 192.168.0.11:5000 203.0.113.80:7 203.0.113.80:7",
		"udp 80.1.0.2:2002 192.168.0.12:5000 203.0.113.80:7 203.0.113.80:7")
}

// A static translation, begun from outside, and one of a port that is forwarded
// to another.
func TestInbound(t *testing.T) {
	s := newStage(t, nat.Limits{})
	for seq := range uint32(3) {
		p := tcp("198.51.100.9:3333", "80.1.0.3:443", 77+seq, syn, "")
		q := p.as("", "192.168.0.20:443")
		s.enter(p, q)
		back := q.answer("hello")
		s.pass(back, back.as("80.1.0.3:443", ""))
		f := tcp("198.51.100.9:4444", "80.1.0.2:8080", 99+seq, syn, "")
		s.enter(f, f.as("", "192.168.0.21:80"))
	}
	a := s.want(
		"tcp 80.1.0.3:443 192.168.0.20:443 198.51.100.9:3333 198.51.100.9:3333",
		"tcp 80.1.0.2:8080 192.168.0.21:80 198.51.100.9:4444 198.51.100.9:4444")
	for x := range a.Translations() {
		if !x.Inbound {
			t.Errorf("%v was begun from outside", x.Key)
		}
	}
}

// A port that is forwarded is the user's choice: it tells nothing of how the NAT chooses.
func TestForwardedPortIsNotChosen(t *testing.T) {
	s := newStage(t, nat.Limits{})
	for seq := range uint32(3) {
		p := udp("198.51.100.9:3333", "80.1.0.2:5060", fmt.Sprintf("call number %d", seq))
		s.enter(p, p.as("", "192.168.0.20:5060"))
		for n, port := range []string{"31007", "12345", "55001", "20480"} {
			q := udp(fmt.Sprintf("192.168.0.%d:5000", 10+n), "203.0.113.80:7", fmt.Sprintf("datagram %d of %d", seq, n))
			s.pass(q, q.as("80.1.0.2:"+port, ""))
		}
	}
	pools := s.tr.Account(nat.Inside{}).Statistics(s.now).Pools
	if len(pools) != 1 || pools[0].Ports != 5 || pools[0].Preserved != 0 || pools[0].Changed != 4 || pools[0].Style != nat.Random {
		t.Errorf("%+v", pools)
	}
}

// An association of SCTP, whose port is translated.
func TestSCTP(t *testing.T) {
	s := newStage(t, nat.Limits{})
	for seq := range uint32(3) {
		p := udp("192.168.0.10:2905", "203.0.113.80:2905", "a chunk's data..")
		p.protocol, p.seq = nat.SCTP, seq
		q := p.as("80.1.0.2:5000", "")
		s.pass(p, q)
		r := q.answer("another's data..")
		s.enter(r, r.as("", "192.168.0.10:2905"))
	}
	s.want("sctp 80.1.0.2:5000 192.168.0.10:2905 203.0.113.80:2905 203.0.113.80:2905")
}

// hairpin is what is found where a host asks the global address of another, and the NAT
// sends the question back with this source.
func hairpin(t *testing.T, source string) *nat.Account {
	t.Helper()
	s := newStage(t, nat.Limits{})
	for seq := range uint32(3) {
		p := tcp(host, "80.1.0.2:8080", 10+seq, syn, "")
		q := p.as(source, "192.168.0.20:80")
		s.see("in", p.bytes())
		s.see("in", q.bytes())
		r := q.answer("answer")
		s.see("in", r.bytes())
		r = r.as("80.1.0.2:8080", host)
		s.see("in", r.bytes())
	}
	a := s.want("tcp " + source + " 192.168.0.10:40000 80.1.0.2:8080 192.168.0.20:80")
	if x := nth(a, 0); !x.Hairpin || x.Out != 3 || x.In != 3 {
		t.Errorf("%+v", x)
	}
	return a
}

// A host asks the global address of another: its question comes back to the
// interface from which it came.
func TestHairpin(t *testing.T) {
	a := hairpin(t, "80.1.0.2:50000")
	if len(a.Outside) != 0 || !slices.Equal(a.Inside, []string{"in"}) {
		t.Errorf("inside %q, outside %q", a.Inside, a.Outside)
	}
}

// The same where the NAT puts its address on the inside for the host's, lest the other
// answers the host itself: no address and no port is left.
func TestHairpinFromInside(t *testing.T) {
	a := hairpin(t, "192.168.0.1:1024")
	for global := range a.Globals() {
		t.Errorf("%v is the NAT's address on the inside", global)
	}
}

// Both ends are translated: only the user knows which side is inside.
func TestTwice(t *testing.T) {
	s := newStage(t, nat.Limits{})
	for seq := range uint32(3) {
		p := tcp("10.1.1.1:1000", "10.9.9.9:80", 10+seq, ack, "question")
		q := p.as("80.1.0.2:1000", "203.0.113.80:8080")
		s.pass(p, q)
		r := q.answer("answer")
		s.enter(r, r.as("10.9.9.9:80", "10.1.1.1:1000"))
	}
	row := []string{"tcp 80.1.0.2:1000 10.1.1.1:1000 10.9.9.9:80 203.0.113.80:8080"}
	s.want(row...)
	for _, said := range []nat.Inside{{Interface: "in"}, {Prefix: netip.MustParsePrefix("10.1.1.0/24")}} {
		s.compare(s.tr.Account(said), row)
	}
	row = []string{"tcp 10.9.9.9:80 203.0.113.80:8080 80.1.0.2:1000 10.1.1.1:1000"}
	for _, said := range []nat.Inside{{Interface: "out"}, {Prefix: netip.MustParsePrefix("203.0.113.0/24")}} {
		s.compare(s.tr.Account(said), row)
	}
}

// Pings with the same identifier, and one whose packets have no data at all.
func TestPing(t *testing.T) {
	s := newStage(t, nat.Limits{})
	for seq := range uint32(3) {
		p := ping("192.168.0.10:77", "203.0.113.80:0", seq, echo)
		p.dst = netip.MustParseAddrPort("203.0.113.80:77")
		q := p.as("80.1.0.2:4711", "")
		s.pass(p, q)
		r := q
		r.src, r.dst, r.flags, r.id = netip.MustParseAddrPort("203.0.113.80:4711"), netip.MustParseAddrPort("80.1.0.2:4711"), 0, 9
		back := r.as("203.0.113.80:77", "192.168.0.10:77")
		s.enter(r, back)
		p = ping("192.168.0.11:77", "203.0.113.80:77", seq, echo)
		p.data = ""
		s.pass(p, p.as("80.1.0.2:77", ""))
	}
	s.want(
		"icmp 80.1.0.2:4711 192.168.0.10:77 203.0.113.80:77 203.0.113.80:4711",
		"icmp 80.1.0.2:77 192.168.0.11:77 203.0.113.80:77 203.0.113.80:77")
}

// A datagram in fragments, of which the ports are in the first only.
func TestFragments(t *testing.T) {
	s := newStage(t, nat.Limits{})
	p := udp("192.168.0.10:5000", "203.0.113.80:7", strings.Repeat("long ", 500))
	q := p.as("80.1.0.2:6000", "")
	for _, f := range p.fragments(1024) {
		s.see("in", f)
	}
	for _, f := range q.fragments(512) { // the next link takes less
		s.see("out", f)
	}
	s.want("udp 80.1.0.2:6000 192.168.0.10:5000 203.0.113.80:7 203.0.113.80:7")
}

// The only packet that was seen on both sides is the one that an error returns.
func TestErrorAlone(t *testing.T) {
	s := newStage(t, nat.Limits{})
	out := udp("80.1.0.2:6000", "203.0.113.80:33434", "traceroute")
	in := udp("192.168.0.10:5000", "203.0.113.80:33434", "traceroute")
	e := failure("203.0.113.1", out)
	f := failure("203.0.113.1", in)
	f.ttl--
	s.enter(e, f)
	a := s.want("udp 80.1.0.2:6000 192.168.0.10:5000 203.0.113.80:33434 203.0.113.80:33434")
	if x := nth(a, 0); x.Inbound || x.Evidence.Errors != 1 || x.Packets() != 0 {
		t.Errorf("%+v", x)
	}
}

// An error that comes before all else is of the same translation as what follows.
func TestErrorFirst(t *testing.T) {
	s := newStage(t, nat.Limits{})
	in := udp("192.168.0.10:5000", "203.0.113.80:33434", "traceroute")
	out := in.as("80.1.0.2:6000", "")
	e, f := failure("203.0.113.1", out), failure("203.0.113.1", in)
	f.ttl--
	s.enter(e, f)
	for i := range 3 {
		in.id++
		in.data = fmt.Sprintf("traceroute %d", i)
		s.pass(in, in.as("80.1.0.2:6000", ""))
	}
	a := s.want("udp 80.1.0.2:6000 192.168.0.10:5000 203.0.113.80:33434 203.0.113.80:33434")
	if x := nth(a, 0); x.Evidence.Errors != 1 || x.Out != 3 {
		t.Errorf("%+v", x)
	}
}

// A NAT that gives packets identifications of its own.
func TestRewritten(t *testing.T) {
	s := newStage(t, nat.Limits{})
	for i := range 4 {
		p := udp("192.168.0.10:5000", "203.0.113.80:7", fmt.Sprintf("datagram %d", i))
		p.id = uint16(100 + i)
		q := p.as("80.1.0.2:6000", "")
		q.id = uint16(0xbeef - 37*i)
		s.pass(p, q)
	}
	a := s.want("udp 80.1.0.2:6000 192.168.0.10:5000 203.0.113.80:7 203.0.113.80:7")
	if e := nth(a, 0).Evidence; e.Rewritten != 4 {
		t.Errorf("%+v", e)
	}
}

// The outside's clock is late: packets are there before they were sent.
func TestClocks(t *testing.T) {
	s := newStage(t, nat.Limits{})
	for seq := range uint32(3) {
		p := tcp(host, server, seq, ack, "out")
		s.enter(p.as(global, ""), p) // as seen
	}
	a := s.want("tcp 80.1.0.2:40000 192.168.0.10:40000 203.0.113.80:80 203.0.113.80:80")
	if x := nth(a, 0); x.Out != 3 || x.Inbound {
		t.Errorf("%+v", x)
	}
}

// A translation that timed out: the same inside flow gets another one.
func TestTimeouts(t *testing.T) {
	s := newStage(t, nat.Limits{})
	send := func(n int, port string) {
		p := udp("192.168.0.10:5000", "203.0.113.80:7", fmt.Sprintf("datagram %d", n))
		s.pass(p, p.as("80.1.0.2:"+port, ""))
	}
	send(1, "6000")
	s.now = s.now.Add(40 * time.Second)
	send(2, "6000")
	s.now = s.now.Add(90 * time.Second)
	send(3, "6001")
	a := s.want(
		"udp 80.1.0.2:6000 192.168.0.10:5000 203.0.113.80:7 203.0.113.80:7",
		"udp 80.1.0.2:6001 192.168.0.10:5000 203.0.113.80:7 203.0.113.80:7")
	st := a.Statistics(s.now)
	if len(st.Timeouts) != 1 || st.Timeouts[0].Alive.Round(time.Second) != 40*time.Second || st.Timeouts[0].Gone.Round(time.Second) != 90*time.Second {
		t.Errorf("%+v", st.Timeouts)
	}
	if st.Active != 1 || st.Expired != 1 || st.Peak != 1 {
		t.Errorf("%d active, %d expired, %d at most", st.Active, st.Expired, st.Peak)
	}
}

// Two packets that happen to be alike are no translation.
func TestNotInvented(t *testing.T) {
	s := newStage(t, nat.Limits{})
	// The same short datagram without identification, between others.
	p := udp("192.168.0.10:123", "192.168.0.1:123", "x")
	q := udp("203.0.113.5:123", "203.0.113.6:123", "x")
	p.id, q.id, q.ttl = 0, 0, 63
	s.pass(p, q)
	// A host that asks two servers the same, and one behind another hop.
	a := udp("192.168.0.10:3000", "192.168.0.2:53", "the same question")
	b := udp("192.168.0.10:3000", "192.168.0.3:53", "the same question")
	s.see("in", a.bytes())
	s.see("in", b.bytes())
	c := udp("192.168.7.7:9000", "192.168.8.8:9001", "the same question")
	c.ttl--
	s.see("in", c.bytes())
	// A retransmission.
	r := tcp(host, server, 7, ack, "again")
	for range 3 {
		s.see("in", r.bytes())
	}
	s.want()
}

// A conversation without a partner has the likely reason.
func TestReasons(t *testing.T) {
	s := newStage(t, nat.Limits{})
	for seq := range uint32(2) { // a translation, so that the sides are known
		p := tcp(host, server, seq, ack, "out")
		s.pass(p, p.as(global, ""))
	}
	dropped := udp("192.168.0.10:5001", "203.0.113.80:9", "not allowed")
	s.see("in", dropped.bytes())
	scan := tcp("198.51.100.66:666", "80.1.0.2:22", 1, syn, "")
	s.see("out", scan.bytes())
	own := udp("80.1.0.2:123", "203.0.113.123:123", "what time is it?")
	answer := own.answer("twelve")
	s.see("out", own.bytes())
	s.see("out", answer.bytes())
	local := udp("192.168.0.10:5002", "192.168.0.1:53", "who is it?")
	told := local.answer("me")
	s.see("in", local.bytes())
	s.see("in", told.bytes())
	mdns := udp("192.168.0.10:5353", "224.0.0.251:5353", "hello everyone")
	s.see("in", mdns.bytes())
	stranger := udp("198.51.100.1:1", "198.51.100.2:2", "passing by")
	s.see("out", stranger.bytes())
	routed := tcp("192.168.0.10:6000", "10.7.7.7:80", 5, ack, "private")
	s.pass(routed, routed.as("", ""))
	last := tcp(host, server, 9, ack, "out")
	s.pass(last, last.as(global, ""))
	s.now = s.now.Add(time.Hour)
	late := udp("192.168.0.10:5003", "203.0.113.80:9", "after the other capture")
	s.see("in", late.bytes())

	want := map[string]nat.Reason{
		dropped.dst.String() + dropped.src.String(): nat.Dropped, scan.dst.String() + scan.src.String(): nat.Dropped,
		own.dst.String() + own.src.String(): nat.Own, local.dst.String() + local.src.String(): nat.Local,
		mdns.dst.String() + mdns.src.String(): nat.Local, stranger.dst.String() + stranger.src.String(): nat.Elsewhere,
		routed.dst.String() + routed.src.String(): nat.Routed, late.dst.String() + late.src.String(): nat.NotCovered,
	}
	a := s.tr.Account(nat.Inside{})
	for c := range a.Untranslated() {
		key := c.Flow.Dst.String() + c.Flow.Src.String()
		if r, ok := want[key]; !ok || r != c.Reason {
			t.Errorf("%v: %v, want %v", c.Flow, c.Reason, r)
		}
		delete(want, key)
	}
	if len(want) > 0 {
		t.Errorf("not told: %v", want)
	}
	if leaks := a.Leaks(); len(leaks) != 1 || leaks[0].Flow.Src != routed.src || !leaks[0].Cleartext {
		t.Errorf("leaks: %+v", leaks)
	}
}

// A private address that goes out as it is.
func TestLeak(t *testing.T) {
	s := newStage(t, nat.Limits{})
	p := tcp(host, server, 1, ack, "out")
	s.pass(p, p.as(global, ""))
	q := udp("192.168.0.99:5000", "203.0.113.80:53", "untranslated")
	s.pass(q, q.as("", ""))
	a := s.tr.Account(nat.Inside{})
	if leaks := a.Leaks(); len(leaks) != 1 || leaks[0].Cleartext || !strings.HasPrefix(leaks[0].String(), "from a private address, udp 192.168.0.99:5000 to 203.0.113.80:53, packets in the clear on out: 1, ") {
		t.Errorf("%v", leaks)
	}
}

// A translation of many packets, silent since, outlives a flood of others with a few each.
func TestKeepsByPackets(t *testing.T) {
	s := newStage(t, nat.Limits{Translations: 100, Flows: 200})
	for seq := range uint32(300) {
		p := tcp(host, server, 1+seq*4, ack, "out")
		s.pass(p, p.as(global, ""))
	}
	for i := range 2000 {
		for n := range 3 {
			p := udp(fmt.Sprintf("192.168.%d.%d:%d", 1+i>>8, i&0xff, 1024+i), "203.0.113.80:53", fmt.Sprintf("flood %d %d", i, n))
			s.pass(p, p.as(fmt.Sprintf("80.1.0.2:%d", 1024+i), ""))
		}
	}
	a := s.tr.Account(nat.Inside{})
	if a.Len() != 100 || a.EvictedTranslations != 1901 {
		t.Errorf("%d translations, %d evicted", a.Len(), a.EvictedTranslations)
	}
	if x := nth(a, 0); x.InsideLocal.String() != host || x.Out != 300 {
		t.Errorf("%+v", x)
	}
}

// What was begun before a flood and goes on after it is still known, and memory
// is bounded.
func TestFlood(t *testing.T) {
	labtest.Slow(t)
	s := newStage(t, nat.Limits{Translations: 1000, Flows: 2000})
	send := func(seq uint32) {
		p := tcp(host, server, seq, ack, "out")
		q := p.as(global, "")
		s.pass(p, q)
		back := q.answer("back")
		s.enter(back, back.as("", host))
	}
	send(1)
	send(2)
	for i := range 20_000 { // each with a packet on both sides
		p := udp(fmt.Sprintf("192.168.%d.%d:%d", 1+i>>8&0xff, i&0xff, 1024+i), "203.0.113.80:53", fmt.Sprintf("flood %d", i))
		s.pass(p, p.as(fmt.Sprintf("80.1.0.2:%d", 1024+i), ""))
	}
	for i := range 20_000 { // and on one alone
		p := tcp(fmt.Sprintf("198.51.100.9:%d", 1024+i), "80.1.0.2:22", uint32(i), syn, "")
		s.see("out", p.bytes())
	}
	send(3)
	a := s.tr.Account(nat.Inside{})
	if n := a.Len(); n != 1000 {
		t.Errorf("%d translations", n)
	}
	if a.EvictedTranslations != 19_001 || a.EvictedFlows == 0 {
		t.Errorf("evicted %d translations, %d flows", a.EvictedTranslations, a.EvictedFlows)
	}
	x := nth(a, 0)
	if x.InsideLocal.String() != host || x.Out != 3 || x.In != 3 || x.Frame != 1 {
		t.Errorf("%+v", x)
	}
}
