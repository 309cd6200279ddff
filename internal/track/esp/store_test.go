package esp_test

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/labtest"
)

// The gateways of the tests.
const (
	here, there = "192.0.2.1", "198.51.100.1"
	six, sixes  = "2001:db8::1", "2001:db8::2"
)

// What ESP travels in, and what travels in it.
func TestWays(t *testing.T) {
	inner := ip4("10.0.0.1", "10.1.0.1", protoICMP, ping)
	inner6 := ip6("fd00::1", "fd01::1", protoUDP, udp(40000, 2000, []byte("data")))
	a, b, g := newSealer(0x1000), newSealer(0x2000), newGCM(0x3000)
	null := newSealer(0x4000)
	null.null = true
	ah := append(binary.BigEndian.AppendUint32([]byte{protoESP, 4, 0, 0}, 0x99), make([]byte, 4+12)...)
	for _, c := range []struct {
		name, protocols string
		packet          []byte
	}{
		{"tunnel", "raw:ip:esp:ip:icmp", ip4(here, there, protoESP, a.seal(1, protoIPv4, inner))},
		{"tunnel, GCM", "raw:ip:esp:ip:icmp", ip4(here, there, protoESP, g.seal(1, protoIPv4, inner))},
		{"tunnel, NULL", "raw:ip:esp:ip:icmp", ip4(here, there, protoESP, null.seal(1, protoIPv4, inner))},
		{"transport", "raw:ip:esp:icmp", ip4(here, there, protoESP, a.seal(2, protoICMP, ping))},
		{"transport, UDP", "raw:ip:esp:udp", ip4(here, there, protoESP, a.seal(3, protoUDP, udp(40000, 2000, []byte("data"))))},
		{"in IPv6", "raw:ipv6:esp:ip:icmp", ip6(six, sixes, protoESP, a.seal(4, protoIPv4, inner))},
		{"IPv6 in it", "raw:ip:esp:ipv6:udp", ip4(here, there, protoESP, a.seal(5, protoIPv6, inner6))},
		{"in UDP", "raw:ip:udp:udpencap:esp:ip:icmp", ip4(here, there, protoUDP, udp(4500, 4500, a.seal(6, protoIPv4, inner)))},
		{"in UDP in IPv6", "raw:ipv6:udp:udpencap:esp:ip:icmp", ip6(six, sixes, protoUDP, udp(4500, 4500, a.seal(7, protoIPv4, inner)))},
		{"in AH", "raw:ip:ah:esp:ip:icmp", ip4(here, there, protoAH, append(ah, a.seal(8, protoIPv4, inner)...))},
		{"tunnel in tunnel", "raw:ip:esp:ip:esp:ip:icmp",
			ip4(here, there, protoESP, a.seal(9, protoIPv4, ip4(here, there, protoESP, b.seal(1, protoIPv4, inner))))},
		{"ESP in ESP", "raw:ip:esp:esp:ip:icmp", ip4(here, there, protoESP, a.seal(10, protoESP, b.seal(2, protoIPv4, inner)))},
		{"a dummy", "raw:ip:esp", ip4(here, there, protoESP, a.seal(11, 59, make([]byte, 40)))},
	} {
		for _, dst := range []string{"", there, sixes} {
			x := newBench(t, a.esp(dst), b.esp(dst), g.esp(dst), null.esp(dst))
			var p dissect.Packet
			x.read(&p, c.packet)
			if got := string(p.AppendProtocols(nil)); got != c.protocols || p.Err != nil {
				t.Errorf("%s: %s, %v, want %s", c.name, got, p.Err, c.protocols)
			}
			for i := range p.Layers {
				if m, ok := p.Layers[i].Message.(*esp.Packet); ok && m.Facts.Verdict != ipsec.Correct {
					t.Errorf("%s: SPI %x: the ICV is %v", c.name, m.SPI, m.Facts.Verdict)
				}
			}
		}
	}
}

// The Protocol and Info columns are the inner packet's; the SPIs stay.
func TestColumns(t *testing.T) {
	a, b := newSealer(0x1000), newSealer(0xabcdef01)
	x := newBench(t, a.esp(""), b.esp(""))
	var p dissect.Packet
	inner := ip4(here, there, protoESP, b.seal(1, protoUDP, udp(40000, 2000, []byte("data"))))
	x.read(&p, ip4("203.0.113.1", "203.0.113.2", protoESP, a.seal(1, protoIPv4, inner)))
	if got, want := string(p.AppendInfo(nil, nil)), "40000 → 2000 Len=4 [ESP SPI=0x00001000] [ESP SPI=0xabcdef01]"; got != want {
		t.Errorf("Info %q, want %q", got, want)
	}
	if got := string(p.AppendSource(nil)) + " " + string(p.AppendProtocol(nil)); got != here+" UDP" {
		t.Errorf("Source and Protocol %q", got)
	}
}

// Why a packet is not decrypted.
func TestReasons(t *testing.T) {
	inner := ip4("10.0.0.1", "10.1.0.1", protoICMP, ping)
	a := newSealer(0x1000)
	sealed := a.seal(1, protoIPv4, inner)
	bad := slices.Clone(sealed)
	bad[len(bad)-1] ^= 1
	change := func(f func(e *keys.ESP)) *keys.ESP {
		e := a.esp("")
		f(e)
		return e
	}
	esn := newGCM(0x1000)
	esn.esn = true
	for _, c := range []struct {
		name string
		sas  []*keys.ESP
		esp  []byte
		cut  int // bytes that the capture does not have
		want esp.Reason
	}{
		{"right", []*keys.ESP{a.esp("")}, sealed, 0, esp.Decrypted},
		{"cut", []*keys.ESP{a.esp("")}, sealed, 1, esp.Cut},
		{"another SPI", []*keys.ESP{newSealer(0x1001).esp("")}, sealed, 0, esp.NoKey},
		{"a changed bit", []*keys.ESP{a.esp("")}, bad, 0, esp.WrongICV},
		{"another integrity key", []*keys.ESP{change(func(e *keys.ESP) { e.IntegKey = secret(20, 1) })}, sealed, 0, esp.WrongICV},
		{"a long key", []*keys.ESP{change(func(e *keys.ESP) { e.Key = secret(17, 1) })}, sealed, 0, esp.KeyLength},
		{"no salt", []*keys.ESP{change(func(e *keys.ESP) { e.Encr, e.Integ, e.IntegKey = ipsec.EncrAESGCM16, 0, nil })}, sealed, 0, esp.NoSalt},
		{"RC5", []*keys.ESP{change(func(e *keys.ESP) { e.Encr = ipsec.EncrRC5 })}, sealed, 0, esp.Unsupported},
		{"no whole blocks", []*keys.ESP{a.esp("")}, sealed[:len(sealed)-4], 0, esp.WrongForm},
		{"too short", []*keys.ESP{a.esp("")}, sealed[:20], 0, esp.WrongForm},
		{"another cipher key, no ICV to tell", []*keys.ESP{change(func(e *keys.ESP) {
			e.Key, e.Integ, e.IntegKey = secret(16, 1), ipsec.IntegUnverified96, nil
		})}, sealed, 0, esp.BadPad},
		{"extended, wrong", []*keys.ESP{esn.esp("")}, newGCM(0x1001).seal(1, protoIPv4, inner), 0, esp.NoKey},
		{"extended, changed", []*keys.ESP{esn.esp("")}, func() []byte {
			b := esn.seal(1, protoIPv4, inner)
			b[20] ^= 1
			return b
		}(), 0, esp.NoHigh},
		{"the best reason", []*keys.ESP{a.esp(""), change(func(e *keys.ESP) { e.Key = secret(17, 1) })}, bad, 0, esp.WrongICV},
	} {
		x := newBench(t, c.sas...)
		packet := ip4(here, there, protoESP, c.esp)
		var p dissect.Packet
		x.arena.Reset()
		x.engine.Dissect(&p, uint32(capture.LinkRaw), packet[:len(packet)-c.cut], len(packet))
		m := p.Layers[2].Message.(*esp.Packet)
		if got := m.Facts.Why; got != c.want || (m.Facts.Plain != nil) != (c.want == esp.Decrypted) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if bad := c.want == esp.WrongICV || c.want == esp.NoHigh; (m.Facts.Verdict == ipsec.Incorrect) != bad {
			t.Errorf("%s: the ICV is %v", c.name, m.Facts.Verdict)
		}
	}
}

// A source that does not name algorithms is believed when an ICV fits, and never
// without one.
func TestGuesses(t *testing.T) {
	inner := ip4("10.0.0.1", "10.1.0.1", protoICMP, ping)
	a := newSealer(0x1000)
	guess := func(f func(e *keys.ESP)) *keys.ESP {
		e := a.esp(there)
		e.Guessed = true
		f(e)
		return e
	}
	wrong := guess(func(e *keys.ESP) { e.Integ = ipsec.IntegSHA1_160 })
	right := guess(func(e *keys.ESP) {})
	blind := guess(func(e *keys.ESP) { e.Integ, e.IntegKey = ipsec.IntegUnverified96, nil })
	elsewhere := a.esp("203.0.113.9")
	elsewhere.Integ, elsewhere.IntegKey = ipsec.IntegUnverified96, nil
	for _, c := range []struct {
		name string
		sas  []*keys.ESP
		open bool
	}{
		{"one of two", []*keys.ESP{wrong, right}, true},
		{"none", []*keys.ESP{wrong}, false},
		{"nothing proves it", []*keys.ESP{blind}, false},
		{"nothing proves it, named", []*keys.ESP{func() *keys.ESP { e := *blind; e.Guessed = false; return &e }()}, true},
		{"of another address", []*keys.ESP{elsewhere}, false},
	} {
		x := newBench(t, c.sas...)
		var p dissect.Packet
		for n := range uint64(3) {
			x.read(&p, ip4(here, there, protoESP, a.seal(n, protoIPv4, inner)))
			if open := len(p.Layers) > 3; open != c.open {
				t.Errorf("%s: packet %d is open: %v", c.name, n, open)
			}
		}
	}
}

// Keys without an address, or with another one, as before a NAT, open what their
// ICV proves.
func TestOtherAddresses(t *testing.T) {
	a := newGCM(0x1000)
	any, octet, elsewhere := a.esp(""), a.esp(there), a.esp("203.0.113.9")
	any.SPI = keys.SPI{}
	octet.Encap = keys.UDP
	for _, e := range []*keys.ESP{any, octet, elsewhere} {
		x := newBench(t, e)
		var p dissect.Packet
		x.read(&p, ip4(here, there, protoESP, a.seal(1, protoICMP, ping)))
		if len(p.Layers) != 4 {
			t.Errorf("%v to %v: %s", e.SPI, e.Dst, p.AppendProtocols(nil))
		}
	}
}

// Two gateways may have the same SPI, and the same gateway one over IP and one
// over UDP.
func TestSharedSPI(t *testing.T) {
	a, b, c := newGCM(0x1000), newGCM(0x1000), newGCM(0x1000)
	b.key, c.key = secret(20, 7), secret(20, 8)
	overUDP := c.esp(there)
	overUDP.Encap = keys.UDP
	native := a.esp(there)
	native.Encap = keys.Native
	x := newBench(t, native, b.esp(here), overUDP)
	for n := range uint64(4) {
		for i, packet := range [][]byte{
			ip4(here, there, protoESP, a.seal(n, protoICMP, ping)),
			ip4(there, here, protoESP, b.seal(n, protoICMP, ping)),
			ip4(here, there, protoUDP, udp(4500, 4500, c.seal(n, protoICMP, ping))),
		} {
			var p dissect.Packet
			x.read(&p, packet)
			if m, ok := p.Layers[len(p.Layers)-2].Message.(*esp.Packet); !ok || m.Facts.Verdict != ipsec.Correct {
				t.Errorf("packet %d of SA %d: %s", n, i, p.AppendProtocols(nil))
			}
		}
	}
}

// An SPI that is used again has other keys; packets of both may mix.
func TestReusedSPI(t *testing.T) {
	a, b := newGCM(0x1000), newGCM(0x1000)
	b.key = secret(20, 7)
	x := newBench(t, a.esp(there), b.esp(there))
	for n, s := range []*sealer{a, a, b, b, a, b} {
		var p dissect.Packet
		x.read(&p, ip4(here, there, protoESP, s.seal(uint64(n), protoICMP, ping)))
		if len(p.Layers) != 4 {
			t.Errorf("packet %d: %s", n, p.AppendProtocols(nil))
		}
	}
}

// A key that is derived after a packet was dissected decrypts it by Retry.
func TestAdd(t *testing.T) {
	a := newGCM(0x1000)
	x := newBench(t)
	var p dissect.Packet
	x.read(&p, ip4(here, there, protoESP, a.seal(1, protoICMP, ping)))
	if len(p.Layers) != 3 {
		t.Fatalf("%s", p.AppendProtocols(nil))
	}
	if x.Retry(x.engine, &p); len(p.Layers) != 3 {
		t.Fatalf("%s", p.AppendProtocols(nil))
	}
	x.Add(a.esp(there))
	if x.Retry(x.engine, &p); string(p.AppendProtocols(nil)) != "raw:ip:esp:icmp" {
		t.Errorf("%s", p.AppendProtocols(nil))
	}
}

// The tree covers what is inside as well.
func TestBuffers(t *testing.T) {
	a := newGCM(0x1000)
	x := newBench(t, a.esp(""))
	var p dissect.Packet
	x.read(&p, ip4(here, there, protoESP, a.seal(1, protoICMP, ping)))
	if len(p.Bufs) != 2 || !bytes.HasPrefix(p.Bufs[1], ping) || p.Layers[3].Span.Buf != 1 {
		t.Errorf("%d buffers, ICMP in number %d: % x", len(p.Bufs), p.Layers[3].Span.Buf, p.Bufs[len(p.Bufs)-1])
	}
}

// A packet that holds another, and that another, is decrypted as deep as packets
// are taken apart.
func TestDepth(t *testing.T) {
	a := newGCM(0x1000)
	x := newBench(t, a.esp(""))
	inner := ping
	next := byte(protoICMP)
	for n := range uint64(100) {
		inner, next = a.seal(n, next, inner), protoESP
	}
	var p dissect.Packet
	x.read(&p, ip4(here, there, protoESP, inner))
	if len(p.Bufs) != 1+46 || len(p.Layers) != 2+46 {
		t.Errorf("%d buffers, %d layers", len(p.Bufs), len(p.Layers))
	}
}

// A flood of SPIs leaves the SAs that are open as they are.
func TestFlood(t *testing.T) {
	a := newGCM(0x1000)
	x := newBench(t, a.esp(there))
	rnd := rand.New(rand.NewPCG(1, 2))
	open := 0
	var p dissect.Packet
	for n := range uint64(20_000) {
		x.read(&p, ip4(here, there, protoESP, binary.BigEndian.AppendUint32(nil, rnd.Uint32()|1<<31)))
		if n%10 == 0 {
			x.read(&p, ip4(here, there, protoESP, a.seal(n, protoICMP, ping)))
			if len(p.Layers) == 4 {
				open++
			}
		}
	}
	if open != 2000 {
		t.Errorf("%d packets are open, want 2000", open)
	}
}

// Any number of goroutines open packets of any SA.
func TestTogether(t *testing.T) {
	var sealers []*sealer
	var sas []*keys.ESP
	for i := range 40 {
		s := newGCM(0x1000 + uint32(i))
		s.esn = i%2 == 0
		sealers = append(sealers, s)
		sas = append(sas, s.esp(there))
	}
	x := newBench(t, sas...)
	r := labtest.Registry(t)
	var working sync.WaitGroup
	for w := range 4 {
		working.Go(func() {
			e := dissect.NewEngine(r)
			e.DecryptWith(x.Store)
			rnd := rand.New(rand.NewPCG(1, uint64(w)))
			var p dissect.Packet
			for n := range uint64(500) {
				s := sealers[rnd.IntN(len(sealers))]
				packet := ip4(here, there, protoESP, s.seal(n, protoICMP, ping))
				if e.Dissect(&p, uint32(capture.LinkRaw), packet, len(packet)); len(p.Layers) != 4 {
					t.Errorf("%s", p.AppendProtocols(nil))
				}
			}
		})
	}
	working.Wait()
}

// Opening packets of an SA that is known allocates nothing.
func TestAllocations(t *testing.T) {
	a := newSealer(0x1000)
	x := newBench(t, a.esp(there))
	packet := ip4(here, there, protoESP, a.seal(1, protoIPv4, ip4("10.0.0.1", "10.1.0.1", protoUDP, udp(40000, 2000, make([]byte, 1300)))))
	var p dissect.Packet
	x.read(&p, packet)
	if n := testing.AllocsPerRun(100, func() { x.read(&p, packet) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
	if len(p.Layers) != 5 {
		t.Errorf("%s", p.AppendProtocols(nil))
	}
}
