package esp_test

import (
	"testing"

	"github.com/pktscope/pktscope/internal/keys"
)

// Two clients behind one NAT have chosen the same SPI: RFC 3948, section 5.2. Each
// packet is decrypted with its own key, and both keys are credited.
func TestSameSPI(t *testing.T) {
	a, b := newSealer(0x3000), newGCM(0x3000)
	rows := []*keys.ESP{a.esp(there), b.esp(there)}
	l := newLane(t, 0, rows...)
	inner := ip4("10.0.0.1", "10.1.0.1", protoICMP, ping)
	for seq := uint64(1); seq <= 3; seq++ {
		l.send(ip4(here, there, protoUDP, udp(4500, 4500, a.seal(seq, protoIPv4, inner))))
		l.send(ip4(here, there, protoUDP, udp(4500, 1025, b.seal(seq, protoIPv4, inner))))
	}
	n := 0
	for s := range l.SAs() {
		if n++; s.Packets != 3 || s.Decrypted != 3 || s.Sequence.Duplicates != 0 {
			t.Errorf("to port %d: %d packets, %d decrypted, %d duplicates", s.Ports[1], s.Packets, s.Decrypted, s.Sequence.Duplicates)
		}
	}
	if n != 2 {
		t.Errorf("%d SAs, want 2", n)
	}
	for _, r := range rows {
		if !l.Decrypts(0x3000, r) {
			t.Errorf("%s has decrypted nothing", r.Transform())
		}
	}
}

// A right ICV beside a wrong cipher key decrypts nothing, whichever row comes first; a
// key that is sure is asked for no form.
func TestWrongCipherKey(t *testing.T) {
	a := newSealer(0x3000)
	wrong := *a.esp(there)
	wrong.Key = secret(16, 77)
	right := a.esp(there)
	inner := ip4("10.0.0.1", "10.1.0.1", protoICMP, ping)
	for name, rows := range map[string][]*keys.ESP{"wrong first": {&wrong, right}, "right first": {right, &wrong}, "wrong alone": {&wrong}} {
		l := newLane(t, 0, rows...)
		for seq := uint64(1); seq <= 200; seq++ {
			l.send(ip4(here, there, protoESP, a.seal(seq, protoIPv4, inner)))
		}
		want := uint64(200)
		if len(rows) == 1 {
			want = 0
		}
		for s := range l.SAs() {
			if s.Decrypted != want || s.AuthFailed != 0 {
				t.Errorf("%s: %d decrypted, %d ICVs wrong", name, s.Decrypted, s.AuthFailed)
			}
		}
		if l.Decrypts(0x3000, &wrong) || l.Decrypts(0x3000, right) != (want > 0) {
			t.Errorf("%s: the wrong key is credited, or the right one is not", name)
		}
	}
	l := newLane(t, 0, right)
	l.send(ip4(here, there, protoESP, a.seal(1, protoIPv4, inner)))
	l.send(ip4(here, there, protoESP, a.seal(2, 253, []byte("whatever an experiment sends"))))
	l.send(ip4(here, there, protoESP, a.seal(3, protoIPv4, []byte("no packet"))))
	if s := l.Find(key(0x3000, there)); s == nil || s.Decrypted != 3 {
		t.Errorf("%+v", s)
	}
}
