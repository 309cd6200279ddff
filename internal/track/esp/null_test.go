package esp_test

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
	"github.com/pktscope/pktscope/internal/labtest"
	esptrack "github.com/pktscope/pktscope/internal/track/esp"
)

// findNulls looks for SAs without encryption in a capture.
func findNulls(t *testing.T, file string) (*esptrack.Store, *keys.Ring) {
	t.Helper()
	ring := keys.NewRing()
	s := esptrack.NewStore(ring)
	n := esptrack.NewNulls(s)
	frames(t, file, nil, func(e *dissect.Engine, p *dissect.Packet) { n.Observe(e, p) })
	return s, ring
}

// Without a key, the tunnels that encrypt nothing come out as they went in.
func TestNulls(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(pcaps, "13-esp-null-sha1*.inner.pcap"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, inner := range files {
		var want, got [][]byte
		frames(t, inner, nil, func(_ *dissect.Engine, p *dissect.Packet) { want = append(want, bytes.Clone(p.Bufs[0])) })
		name := strings.TrimSuffix(inner, ".inner.pcap") + ".pcap"
		s, ring := findNulls(t, name)
		for _, e := range ring.ESPs() {
			if e.Encr != ipsec.EncrNull || e.Integ != ipsec.IntegUnverified96 {
				t.Errorf("%v: %v, %v", e.SPI, e.Encr, e.Integ)
			}
		}
		frames(t, name, s, func(_ *dissect.Engine, p *dissect.Packet) {
			for i := range p.Layers {
				if m, ok := p.Layers[i].Message.(*esp.Packet); ok {
					in, _, _ := m.Facts.Inner()
					got = append(got, bytes.Clone(in))
				}
			}
		})
		compare(t, got, want)
	}
}

// What is encrypted is never taken for what is not.
func TestNoNulls(t *testing.T) {
	labtest.Slow(t)
	for _, name := range []string{
		"01-ikev1-main-seed.pcap", "03-ikev1-aggressive-3des-md5.pcap", "07-ikev1-nat-t.pcap", "08-ikev2-aes128gcm-ecp256.pcap", "19-esp-ip-fragments.pcap",
	} {
		if _, ring := findNulls(t, filepath.Join(pcaps, name)); len(ring.ESPs()) > 0 {
			t.Errorf("%s: %d SAs", name, len(ring.ESPs()))
		}
	}
	ring := keys.NewRing()
	x := newBench(t)
	n := esptrack.NewNulls(esptrack.NewStore(ring))
	rnd := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, 120)
	for i := range 200_000 {
		for k := range b {
			b[k] = byte(rnd.Uint32())
		}
		if i%2 == 0 { // what passes most often
			b[len(b)-1-12], b[len(b)-2-12] = 59, 0
		}
		var p dissect.Packet
		x.read(&p, ip4(here, there, protoESP, append(bare(uint32(i/4), uint32(i))[:8], b...)))
		n.Observe(x.engine, &p)
	}
	if len(ring.ESPs()) > 0 {
		t.Errorf("%d SAs in noise", len(ring.ESPs()))
	}
}

// What it takes, and what speaks against it.
func TestNullEvidence(t *testing.T) {
	tunnel := ip4("10.0.0.1", "10.1.0.1", protoICMP, ping)
	broken := slices.Clone(tunnel)
	broken[10] ^= 1
	six6 := ip6("fd00::1", "fd01::1", protoUDP, udp(40000, 9, []byte("some data")))
	for _, c := range []struct {
		name    string
		next    byte
		packets [][]byte
		want    int
	}{
		{"one packet", protoIPv4, [][]byte{tunnel}, 0},
		{"two packets", protoIPv4, [][]byte{tunnel, tunnel}, 1},
		{"a wrong checksum", protoIPv4, [][]byte{broken, broken, broken}, 0},
		{"one that contradicts", protoIPv4, [][]byte{broken, tunnel, tunnel, tunnel}, 0},
		{"one that contradicts later", protoIPv4, [][]byte{tunnel, broken, tunnel, tunnel}, 0},
		{"IPv6", protoIPv6, [][]byte{six6, six6, six6}, 1},
		{"transport, UDP", protoUDP, [][]byte{udp(1, 2, []byte("data")), udp(1, 2, []byte("data")), udp(1, 2, []byte("data"))}, 1},
		{"transport, ICMP", protoICMP, [][]byte{ping, ping, ping, ping}, 1},
		{"transport, an unknown protocol", 253, [][]byte{ping, ping, ping, ping}, 0},
		{"two dummies", 59, [][]byte{make([]byte, 40), make([]byte, 40)}, 0},
	} {
		a := newSealer(0x1000)
		a.null = true
		ring := keys.NewRing()
		x := newBench(t)
		n := esptrack.NewNulls(esptrack.NewStore(ring))
		for i, inner := range c.packets {
			var p dissect.Packet
			x.read(&p, ip4(here, there, protoESP, a.seal(uint64(i), c.next, inner)))
			n.Observe(x.engine, &p)
		}
		if len(ring.ESPs()) != c.want {
			t.Errorf("%s: %d SAs, want %d", c.name, len(ring.ESPs()), c.want)
		}
	}
}

// An SA whose key is there is left to it.
func TestNullsWithKeys(t *testing.T) {
	a := newSealer(0x1000)
	a.null = true
	ring := keys.NewRing(&keys.Set{ESP: []*keys.ESP{a.esp(there)}})
	x := newBench(t)
	n := esptrack.NewNulls(esptrack.NewStore(ring))
	for i := range uint64(5) {
		var p dissect.Packet
		x.read(&p, ip4(here, there, protoESP, a.seal(i, protoIPv4, ip4("10.0.0.1", "10.1.0.1", protoICMP, ping))))
		n.Observe(x.engine, &p)
	}
	if len(ring.ESPs()) != 1 {
		t.Errorf("%d SAs", len(ring.ESPs()))
	}
}

// Of the published captures, the SAs are found whose published algorithm is
// NULL, and no others.
func TestPublishedNulls(t *testing.T) {
	root := corpus(t)
	tables, _ := published(t, root)
	for file, rows := range tables {
		set, err := forms.Parse("esp_sa", strings.NewReader(strings.Join(rows, "\n")))
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{}
		for _, e := range set.ESP {
			if e.Encr == ipsec.EncrNull {
				want[e.Dst.String()+" "+e.SPI.String()] = e.Integ.ICVLen()
			}
		}
		seen := map[string]bool{}
		frames(t, filepath.Join(root, file), nil, func(_ *dissect.Engine, p *dissect.Packet) {
			var to string
			for i := range p.Layers {
				switch m := p.Layers[i].Message.(type) {
				case *inet.IPv4:
					to = m.Dst.String()
				case *inet.IPv6:
					to = m.Dst.String()
				case *esp.Packet:
					seen[to+" "+keys.SPIOf(m.SPI).String()] = true
				}
			}
		})
		maps.DeleteFunc(want, func(k string, _ int) bool { return !seen[k] })
		got := map[string]int{}
		_, ring := findNulls(t, filepath.Join(root, file))
		for _, e := range ring.ESPs() {
			got[e.Dst.String()+" "+e.SPI.String()] = e.Integ.ICVLen()
		}
		if len(got) != len(want) {
			t.Errorf("%s: %v, want %v", file, got, want)
		}
		for k, n := range want {
			if have, ok := got[k]; !ok || have != n {
				t.Errorf("%s: %s: ICV of %d bytes, want %d", file, k, have, n)
			}
		}
	}
}
