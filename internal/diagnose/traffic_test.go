package diagnose_test

import (
	"encoding/binary"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// A road is a link between two gateways, 192.0.2.1 and 198.51.100.1, and who watches it.
type road struct {
	*testing.T
	sources diagnose.Sources
	engine  *dissect.Engine
	arena   *dissect.Arena
	frags   *frag.Tracker
	number  uint64
	now     time.Time
}

func newRoad(t *testing.T) *road {
	r := labtest.Registry(t)
	x := &road{T: t, engine: dissect.NewEngine(r), arena: dissect.NewArena(r), frags: frag.New(frag.DefaultLimits), now: time.Unix(1e9, 0)}
	x.engine.Use(x.arena)
	x.sources = diagnose.Sources{
		IKE: ike.New(nil, ike.Limits{}), ESP: esp.New(0), ICMP: icmperror.New(), Cleartext: cleartext.New(0), NAT: nat.New(nat.Limits{}),
	}
	return x
}

// see shows a frame of Ethernet, after a pause.
func (r *road) see(pause time.Duration, iface string, frame []byte) {
	const ethernet = 1
	r.now = r.now.Add(pause)
	r.number++
	p := dissect.Packet{Number: r.number, Time: r.now, Wire: len(frame), Interface: iface}
	r.engine.Dissect(&p, ethernet, frame, len(frame))
	r.frags.Observe(r.engine, &p)
	for _, w := range r.sources.Watchers() {
		var _ track.Watcher = w
		w.Watch(&p)
	}
	r.arena.Reset()
}

// find are the findings of a rule, some seconds behind the last packet.
func (r *road) find(rule string) (list []diagnose.Finding) {
	for _, x := range r.sources.Findings(r.now.Add(5*time.Second), diagnose.Options{}) {
		if x.Rule == rule {
			list = append(list, x)
		}
	}
	return list
}

// want compares the only finding of a rule with its severity and a part of its summary; an
// empty part: there is none.
func (r *road) want(rule string, severity diagnose.Severity, part string) {
	r.Helper()
	list := r.find(rule)
	switch {
	case part == "" && len(list) > 0:
		r.Errorf("%s: %s", rule, list[0].Summary)
	case part == "":
	case len(list) != 1 || list[0].Severity != severity || !strings.Contains(list[0].Summary, part):
		r.Errorf("%s: want %v, %q: %+v", rule, severity, part, list)
	case len(list[0].Evidence) == 0 || len(list[0].Remedies) == 0 && severity > diagnose.Note:
		r.Errorf("%s: without evidence or remedies: %+v", rule, list[0])
	}
}

const (
	near, far = "192.0.2.1", "198.51.100.1"
	pc, peer  = "10.1.0.2", "10.2.0.1"
)

// frame is IPv4 in a frame of the gateways' link, from the side of near unless back.
func frame(back bool, protocol byte, src, dst string, body []byte) []byte {
	macs := "020000000002 020000000001"
	if back {
		macs = "020000000001 020000000002"
	}
	b := append(dissecttest.Hex(macs+"0800"), dissecttest.Hex("4500 0000 0001 0000 3f 00 0000")...)
	b[23] = protocol
	for _, a := range [...]string{src, dst} {
		b = append(b, netip.MustParseAddr(a).AsSlice()...)
	}
	b = append(b, body...)
	binary.BigEndian.PutUint16(b[16:], uint16(len(b)-14))
	return b
}

// sealed is an ESP packet of so many bytes.
func sealed(back bool, spi, seq uint32, size int) []byte {
	body := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, spi), seq)
	body = append(body, make([]byte, size-8)...)
	if back {
		return frame(true, 50, far, near, body)
	}
	return frame(false, 50, near, far, body)
}

func ping(src, dst string) []byte {
	return frame(false, 1, src, dst, append(dissecttest.Hex("0800 0000 0001 0001"), make([]byte, 48)...))
}

// both shows ESP both ways, so that nothing is wrong.
func (r *road) both(from, to uint32) {
	for seq := from; seq <= to; seq++ {
		r.see(20*time.Millisecond, "wan", sealed(false, 0xa1, seq, 136))
		r.see(time.Millisecond, "wan", sealed(true, 0xb1, seq, 136))
	}
}

func TestSoundTraffic(t *testing.T) {
	r := newRoad(t)
	r.both(1, 300)
	if list := r.sources.Findings(r.now, diagnose.Options{}); len(list) > 0 {
		t.Errorf("%+v", list)
	}
}

func TestLoss(t *testing.T) {
	r := newRoad(t)
	r.both(1, 100)
	r.both(103, 200)
	r.want("ipsec.loss", diagnose.Note, "")
	r.both(221, 400)
	if list := r.find("ipsec.loss"); len(list) != 2 || list[0].Severity != diagnose.Warning || !strings.Contains(list[0].Summary, "5.5 % of the ESP packets") {
		t.Errorf("%+v", list)
	}
}

func TestReplay(t *testing.T) {
	r := newRoad(t)
	r.both(1, 60)
	for seq := range uint32(4) { // a mirror port: at once
		r.see(time.Millisecond, "wan", sealed(false, 0xa1, 60-seq, 136))
	}
	r.want("ipsec.replay", diagnose.Note, "")
	r.see(3*time.Second, "wan", sealed(false, 0xa1, 61, 136))
	for seq := range uint32(4) {
		r.see(time.Millisecond, "wan", sealed(false, 0xa1, 10+seq, 136))
	}
	r.want("ipsec.replay", diagnose.Warning, "4 ESP packets from 192.0.2.1 to 198.51.100.1 come again later")
}

func TestDisorder(t *testing.T) {
	r := newRoad(t)
	for seq := uint32(200); seq <= 300; seq++ {
		r.see(time.Millisecond, "wan", sealed(false, 0xa1, seq, 136))
		if seq%8 == 0 {
			r.see(time.Millisecond, "wan", sealed(false, 0xa1, seq-100, 136))
		}
	}
	r.want("ipsec.replay", diagnose.Warning, "come 64 or more packets late")
}

// Without IKE, one direction may be all that is captured.
func TestOneWayWithoutIKE(t *testing.T) {
	r := newRoad(t)
	for seq := range uint32(10) {
		r.see(time.Second, "wan", sealed(false, 0xa1, seq+1, 136))
	}
	r.want("ipsec.one-way", diagnose.Note, "no IKE is captured")
}

// The hosts of a group's members (GETVPN) send with one SPI, each member with its counter:
// no pair of them tells of losses, or has to have a packet back.
func TestGroup(t *testing.T) {
	r := newRoad(t)
	hosts := [2][2]string{{"10.1.0.1", "10.1.0.2"}, {"10.2.0.1", "10.2.0.2"}}
	for n := range 80 {
		side, seq := n%2, uint32(n/2)
		body := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 0xbeef), seq+1)
		body = append(body, make([]byte, 96)...)
		src, dst := hosts[side][seq%2], hosts[1-side][0]
		if side == 1 && seq%3 == 0 {
			dst = hosts[0][1]
		}
		r.see(100*time.Millisecond, "wan", frame(side == 1, 50, src, dst, body))
	}
	for _, rule := range []string{"ipsec.loss", "ipsec.replay", "ipsec.one-way"} {
		r.want(rule, diagnose.Note, "")
	}
}

// Answers that cease, while what asks for them goes on, and a stream that wants none.
func TestOneWayLater(t *testing.T) {
	r := newRoad(t)
	r.both(1, 5)
	for seq := range uint32(8) {
		r.see(200*time.Millisecond, "wan", sealed(false, 0xa1, 6+seq, 136))
	}
	r.want("ipsec.one-way", diagnose.Error, "none has come back for")
	r = newRoad(t)
	r.both(1, 5)
	for seq := range uint32(200) {
		r.see(10*time.Millisecond, "wan", sealed(false, 0xa1, 6+seq, 1200))
	}
	r.want("ipsec.one-way", diagnose.Error, "")
}

func TestSequenceRunsOut(t *testing.T) {
	r := newRoad(t)
	r.both(0xf0000100, 0xf0000120)
	if list := r.find("ipsec.lifetime"); len(list) != 2 || !strings.Contains(list[0].Summary, "nearly used up") {
		t.Errorf("%+v", list)
	}
}

// Fragments of ESP: a single large packet is no news.
func TestFragments(t *testing.T) {
	large := func(r *road, id byte, whole bool) {
		first := sealed(false, 0xa1, uint32(id), 1416)
		rest := frame(false, 50, near, far, make([]byte, 64))
		for _, f := range [...][]byte{first, rest} {
			f[19] = id
		}
		first[20] |= 0x20 // more fragments
		binary.BigEndian.PutUint16(rest[20:], 1416/8)
		r.see(time.Second, "wan", first)
		if whole {
			r.see(time.Millisecond, "wan", rest)
		}
	}
	r := newRoad(t)
	r.both(100, 110)
	large(r, 111, true)
	r.want("ipsec.mtu", diagnose.Warning, "")
	for id := byte(112); id < 115; id++ {
		large(r, id, true)
	}
	r.want("ipsec.mtu", diagnose.Warning, "192.0.2.1 sends 4 ESP packets to 198.51.100.1 in IP fragments")
	r = newRoad(t)
	r.both(100, 110)
	for id := byte(111); id < 115; id++ {
		large(r, id, false)
	}
	r.want("ipsec.mtu", diagnose.Error, "4 of 4 are never whole")
}

// An error of ICMP is heeded, or not.
func TestTooBig(t *testing.T) {
	r := newRoad(t)
	r.both(1, 5)
	tell := func() {
		quoted := sealed(false, 0xa1, 6, 1380)[14:]
		r.see(time.Second, "wan", frame(true, 1, "203.0.113.9", near, append(dissecttest.Hex("0304 0000 0000 0514"), quoted[:28]...)))
	}
	tell()
	r.want("ipsec.mtu", diagnose.Note, "203.0.113.9 said so of an ESP packet of 1400 bytes")
	tell()
	r.want("ipsec.mtu", diagnose.Error, "takes 1300 (2 times)")
}

func TestCleartext(t *testing.T) {
	r := newRoad(t)
	r.both(1, 5)
	for range 3 {
		r.see(time.Second, "wan", ping(pc, peer))
	}
	r.want("ipsec.cleartext", diagnose.Error, "10.1.0.2 sends to 10.2.0.1 in the clear, outside of the tunnel from 192.0.2.1 to 198.51.100.1: 3 packets")

	r = newRoad(t) // inside, on another interface
	for seq := range uint32(3) {
		r.see(time.Second, "lan", ping(pc, peer))
		r.see(time.Millisecond, "wan", sealed(false, 0xa1, seq+1, 136))
	}
	r.want("ipsec.cleartext", diagnose.Error, "")

	r = newRoad(t) // hosts of a LAN on the same mirror port
	r.both(1, 5)
	local := ping(pc, peer)
	local[0], local[6] = 4, 4
	r.see(time.Second, "wan", local)
	r.want("ipsec.cleartext", diagnose.Error, "")
}

func TestNotExempt(t *testing.T) {
	r := newRoad(t)
	r.both(1, 5)
	outside := ping(near, peer)
	outside[22] = 62 // a hop further than what the gateway itself sends
	r.see(time.Second, "lan", ping(pc, peer))
	r.see(time.Millisecond, "wan", outside)
	r.want("nat.not-exempt", diagnose.Error, "192.0.2.1 translates the source of what 10.1.0.2 sends to 10.2.0.1 into 192.0.2.1")
	r.want("ipsec.cleartext", diagnose.Error, "")

	r = newRoad(t) // the gateway's own ping
	r.both(1, 5)
	r.see(time.Second, "wan", ping(near, peer))
	r.want("nat.not-exempt", diagnose.Error, "")
}

func TestUntranslated(t *testing.T) {
	r := newRoad(t)
	r.both(1, 5)
	r.see(time.Second, "wan", ping(pc, "203.0.113.80"))
	r.want("nat.untranslated", diagnose.Warning, "10.1.0.2 sends to 203.0.113.80 from its private address")

	r = newRoad(t) // the end of a connection that the NAT has forgotten
	r.both(1, 5)
	r.see(time.Second, "wan", frame(false, 6, pc, "203.0.113.80", dissecttest.Hex("c001 0050 00000001 00000001 5014 ffff 0000 0000")))
	r.want("nat.untranslated", diagnose.Note, "end connections")
}

// Beside a NAT, without a tunnel: what leaves as it is.
func TestUntranslatedBesideNAT(t *testing.T) {
	r := newRoad(t)
	between := func(src, dst string, seq byte) []byte {
		b := append(dissecttest.Hex("c001 0050 00000000 00000001 5010 ffff 0000 0000"), "so many bytes of data"...)
		b[7] = seq
		return frame(false, 6, src, dst, b)
	}
	segment := func(src string, seq byte) []byte { return between(src, "203.0.113.80", seq) }
	for seq := range byte(4) {
		r.see(time.Second, "in", segment(pc, seq))
		r.see(time.Millisecond, "out", segment(near, seq))
	}
	r.want("nat.untranslated", diagnose.Warning, "")
	r.see(time.Second, "out", ping("10.1.0.9", "203.0.113.80"))
	r.want("nat.untranslated", diagnose.Warning, "10.1.0.9 sends to 203.0.113.80")

	r = newRoad(t) // one that sends back inside what a host asks of the global address
	for seq := range byte(4) {
		r.see(time.Second, "in", between(pc, near, seq))
		turned := between(near, "10.1.0.80", seq)
		turned[22]-- // time to live
		r.see(time.Millisecond, "in", turned)
	}
	r.want("nat.untranslated", diagnose.Warning, "")
}
