package esp_test

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/internal/keys"
	esptrack "github.com/pktscope/pktscope/internal/track/esp"
)

// A lane is packets as a Tracker sees them, one a second.
type lane struct {
	*bench
	*esptrack.Tracker
	n     uint64
	iface string
}

func newLane(t *testing.T, max int, sas ...*keys.ESP) *lane {
	return &lane{bench: newBench(t, sas...), Tracker: esptrack.New(max), iface: "wan0"}
}

func (l *lane) send(packet []byte) {
	var p dissect.Packet
	l.n++
	p.Number, p.Time, p.Interface = l.n, time.Unix(int64(l.n), 0), l.iface
	l.read(&p, packet)
	l.Watch(&p)
}

func key(spi uint32, dst string) esptrack.Key {
	return esptrack.Key{SPI: spi, Dst: netip.MustParseAddr(dst), Encap: keys.Native}
}

// What the packets of an SA tell.
func TestTracker(t *testing.T) {
	a := newGCM(0x1000)
	l := newLane(t, 0, a.esp(there))
	inner := func(src string) []byte { return ip4(src, "10.1.0.1", protoICMP, ping) }
	for i, seq := range []uint64{1, 2, 5, 4, 4} {
		l.send(ip4(here, there, protoESP, a.seal(seq, protoIPv4, inner([]string{"10.0.0.1", "10.0.0.2", "10.0.0.9"}[i%3]))))
	}
	broken := a.seal(6, protoIPv4, inner("10.0.0.1"))
	broken[20] ^= 1
	l.send(ip4(here, there, protoESP, broken))
	s := l.Find(key(0x1000, there))
	if s == nil {
		t.Fatal("no SA")
	}
	size := uint64(len(broken))
	if s.Packets != 6 || s.Bytes != 6*size || s.Longest != int(20+size) || s.Src != netip.MustParseAddr(here) || s.Interface != "wan0" {
		t.Errorf("%+v", s)
	}
	if !s.First.Equal(time.Unix(1, 0)) || !s.Last.Equal(time.Unix(6, 0)) || s.Idle != time.Second || s.Rate() != float64(6*size*8)/5 {
		t.Errorf("%v to %v, %v idle, %v bits a second", s.First, s.Last, s.Idle, s.Rate())
	}
	if q := &s.Sequence; q.First != 1 || q.Last != 6 || q.Lost != 1 || q.Late != 1 || q.Duplicates != 1 || q.Replays != 0 {
		t.Errorf("%+v", q)
	}
	if s.Decrypted != 5 || s.AuthFailed != 1 || s.NotDecrypted != 1 || s.Reason != esp.WrongICV || !s.Verified {
		t.Errorf("%+v", s)
	}
	if !s.Inner().Tunnel || s.Inner().Src.String() != "10.0.0.0/28" || s.Inner().Dst.String() != "10.1.0.1/32" {
		t.Errorf("%+v", s.Inner())
	}
}

// SAs differ by SPI, destination, encapsulation and protocol: tshark, which
// goes by the SPI, would see gaps and duplicates here.
func TestTrackerOfSharedSPI(t *testing.T) {
	l := newLane(t, 0)
	ah := func(seq uint32) []byte {
		return append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte{59, 4, 0, 0}, 0x1000), seq), make([]byte, 12)...)
	}
	for seq := range uint32(10) {
		l.send(ip4(here, there, protoESP, bare(0x1000, 100+seq)))
		l.send(ip4(there, here, protoESP, bare(0x1000, 1+seq)))
		l.send(ip4(here, there, protoUDP, udp(4500, 4500, bare(0x1000, 7+seq))))
		l.send(ip4(here, there, protoAH, ah(50+seq)))
	}
	l.send(ip4(here, there, protoAH, ah(60))[:20+10]) // its sequence number was not captured
	n := 0
	for s := range l.SAs() {
		n++
		if q := &s.Sequence; s.Packets != 10 || q.Lost+q.Late+q.Duplicates+q.Replays != 0 || q.Last-q.First != 9 {
			t.Errorf("%v: %d packets, %+v", s.Key, s.Packets, q)
		}
	}
	if n != 4 {
		t.Errorf("%d SAs, want 4", n)
	}
}

// An SA that is seen on two links is counted on the first.
func TestTrackerOfTwoLinks(t *testing.T) {
	l := newLane(t, 0)
	for seq := range uint32(5) {
		for _, iface := range []string{"wan0", "wan1"} {
			l.iface = iface
			l.send(ip4(here, there, protoESP, bare(0x1000, seq)))
		}
	}
	if s := l.Find(key(0x1000, there)); s.Packets != 5 || s.Elsewhere != 5 || s.Sequence.Duplicates != 0 {
		t.Errorf("%d packets, %d elsewhere, %+v", s.Packets, s.Elsewhere, s.Sequence)
	}
}

// An SA that was used before, during and after a flood of SPIs is kept whole; the
// flood is evicted, and counted.
func TestTrackerInFlood(t *testing.T) {
	const room, flood = 1000, 100_000
	a := newGCM(0x1000)
	l := newLane(t, room, a.esp(there))
	rnd := rand.New(rand.NewPCG(1, 2))
	seq := uint64(0)
	send := func() {
		seq++
		l.send(ip4(here, there, protoESP, a.seal(seq, protoICMP, ping)))
	}
	for range 10 {
		send()
	}
	for i := range flood {
		l.send(ip4(here, there, protoESP, bare(rnd.Uint32()|1<<31, rnd.Uint32())))
		if i%1000 == 0 {
			send()
		}
	}
	for range 10 {
		send()
	}
	s := l.Find(key(0x1000, there))
	if s == nil || s.Packets != seq || s.Decrypted != seq || s.Sequence.Lost != 0 || s.Sequence.First != 1 {
		t.Fatalf("%+v", s)
	}
	n := 0
	for range l.SAs() {
		n++
	}
	if n > room || l.Evicted() < flood-room-100 {
		t.Errorf("%d SAs are kept, %d were forgotten", n, l.Evicted())
	}
}

// An SA with many packets, silent since, outlives a flood of SPIs with a few packets each.
func TestTrackerKeepsByPackets(t *testing.T) {
	const room, flood = 1000, 20_000
	l := newLane(t, room)
	for seq := range uint32(500) {
		l.send(ip4(here, there, protoESP, bare(0x1000, seq)))
	}
	for spi := range uint32(flood) {
		for seq := range uint32(3) {
			l.send(ip4(here, there, protoESP, bare(1<<31|spi, seq)))
		}
	}
	if s := l.Find(key(0x1000, there)); s == nil || s.Packets != 500 {
		t.Errorf("%+v", s)
	}
	if l.Find(key(1<<31|flood-1, there)) == nil {
		t.Error("the latest SA is not kept")
	}
	if got := l.Evicted(); got < flood-room {
		t.Errorf("%d SAs were forgotten", got)
	}
}

// A packet that quotes ESP is none.
func TestTrackerPassesQuotes(t *testing.T) {
	l := newLane(t, 0)
	quoted := ip4(here, there, protoESP, bare(0x1000, 1))
	l.send(ip4("192.0.2.254", here, protoICMP, append([]byte{3, 1, 0, 0, 0, 0, 0, 0}, quoted...)))
	for s := range l.SAs() {
		t.Errorf("%v", s.Key)
	}
}
