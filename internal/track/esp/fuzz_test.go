package esp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/keys"
	esptrack "github.com/pktscope/pktscope/internal/track/esp"
)

// FuzzStore decrypts packets of all kinds under every transform, with keys that fit
// and keys that do not: whatever comes out is taken apart, followed, shown and
// written without a panic, and nothing is decrypted that no ICV or belief allows.
func FuzzStore(f *testing.F) {
	a, g := newSealer(0x1000), newGCM(0x1000)
	inner := ip4("10.0.0.1", "10.1.0.1", protoICMP, ping)
	f.Add(uint32(ipsec.EncrAESCBC), uint32(ipsec.IntegSHA1_96), []byte(a.key), []byte(a.mac), byte(0), ip4(here, there, protoESP, a.seal(1, protoIPv4, inner)))
	f.Add(uint32(ipsec.EncrAESGCM16), uint32(0), []byte(g.key), []byte{}, byte(1), ip4(here, there, protoUDP, udp(4500, 4500, g.seal(1, protoICMP, ping))))
	f.Add(uint32(ipsec.EncrNull), uint32(ipsec.IntegUnverified96), []byte{}, []byte{}, byte(4), ip6(six, sixes, protoESP, bare(0x1000, 7)))
	f.Add(uint32(ipsec.EncrAESCBC), uint32(ipsec.IntegUnverified96), []byte(a.key), []byte{}, byte(2), ip4(here, there, protoESP, a.seal(2, protoESP, a.seal(3, 59, nil))))
	for e := range ipsec.Encr(36) {
		f.Add(uint32(e), uint32(ipsec.IntegSHA2_256_128), make([]byte, 36), make([]byte, 32), byte(9), ip4(here, there, protoESP, bare(0x1000, 1)))
	}
	x := newBench(f)
	f.Fuzz(func(t *testing.T, encr, integ uint32, key, mac []byte, flags byte, packet []byte) {
		e := &keys.ESP{Encr: ipsec.Encr(encr), Key: key, Integ: ipsec.Integ(integ), IntegKey: mac, ESN: flags&1 != 0, Guessed: flags&2 != 0}
		if flags&4 == 0 {
			e.SPI = keys.SPIOf(0x1000)
		}
		x.with(e)
		n, nulls, sas := esptrack.NewNumbers(), esptrack.NewNulls(x.Store), esptrack.New(8)
		var p dissect.Packet
		var tree field.Tree
		for i := range 3 {
			x.arena.Reset()
			x.engine.Dissect(&p, uint32(capture.LinkRaw), packet, len(packet)+i/2)
			n.Observe(x.engine, &p)
			nulls.Observe(x.engine, &p)
			x.Retry(x.engine, &p)
			sas.Watch(&p)
			x.engine.Build(&p, &tree)
			esptrack.AppendClear(nil, &p)
			for k := range p.Layers {
				m, ok := p.Layers[k].Message.(*esp.Packet)
				if !ok || m.Facts.Plain == nil {
					continue
				}
				if m.Facts.Verdict == ipsec.Incorrect || e.Guessed && m.Facts.Verdict != ipsec.Correct && m.Facts.Encr != ipsec.EncrNull {
					t.Errorf("open, and the ICV is %v", m.Facts.Verdict)
				}
			}
		}
	})
}
