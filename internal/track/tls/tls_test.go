package tls_test

import (
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	wire "github.com/pktscope/pktscope/dissect/tls"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/flow"
	"github.com/pktscope/pktscope/internal/track/tls"
)

// A record that is longer than a segment is shown where it ends; the segments before
// carry no data of their own. The lists are those of tshark 4.6.9, but for bytes that are
// no record, which tshark takes for TLS or for nothing.
func TestRecords(t *testing.T) {
	const (
		data = "1703030008" + "0102030405060708"
		next = "1703030004" + "0a0b0c0d"
	)
	type segment struct {
		seq       int // offset of its first byte
		from      uint16
		bytes     string
		protocols string
	}
	for name, segments := range map[string][]segment{
		"whole":                {{0, 443, data, "tls"}, {13, 443, next, "tls"}},
		"two segments":         {{0, 443, data[:12], ""}, {6, 443, data[12:], "tls"}},
		"in the header":        {{0, 443, data[:4], ""}, {2, 443, data[4:], "tls"}},
		"three segments":       {{0, 443, data[:4], ""}, {2, 443, data[4:12], ""}, {6, 443, data[12:], "tls"}},
		"and another":          {{0, 443, data[:12], ""}, {6, 443, data[12:] + next, "tls:tls"}},
		"and its beginning":    {{0, 443, data[:12], ""}, {6, 443, data[12:] + next[:8], "tls"}, {17, 443, next[8:], "tls"}},
		"behind a whole one":   {{0, 443, data + next[:8], "tls"}, {17, 443, next[8:], "tls"}},
		"sent again":           {{0, 443, data[:12], ""}, {0, 443, data[:12], ""}, {6, 443, data[12:], "tls"}},
		"missing bytes":        {{0, 443, data[:12], ""}, {7, 443, data[14:], "data"}, {13, 443, next, "tls"}},
		"the other direction":  {{0, 443, data[:12], ""}, {0, 40000, next, "tls"}, {6, 443, data[12:], "tls"}},
		"no record":            {{0, 443, "0102030405060708", "data"}, {8, 443, data, "tls"}},
		"no record after all":  {{0, 443, "170303", ""}, {3, 443, "ffff0102", "data"}, {7, 443, data, "tls"}},
		"what only looks like": {{0, 443, "17" + "050500", "data"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := dissect.NewEngine(labtest.Registry(t))
			streams, records := flow.New(), tls.New()
			var tree field.Tree
			for i, s := range segments {
				frame := dissecttest.Hex(packet(s.from, s.seq, s.bytes))
				p := dissect.Packet{Number: uint64(i + 1)}
				e.Dissect(&p, 101, frame, len(frame))
				streams.Observe(e, &p)
				records.Observe(e, &p)
				e.Build(&p, &tree)
				got := strings.TrimPrefix(strings.TrimPrefix(string(p.AppendProtocols(nil)), "raw:ip:tcp"), ":")
				if found := p.Has(wire.Proto); s.protocols == "" && i == 0 && !found {
					t.Errorf("segment %d: TLS does not find it", i+1)
				}
				if got != s.protocols {
					t.Errorf("segment %d: %q, want %q", i+1, got, s.protocols)
				}
			}
		})
	}
}

// packet returns a segment from port from to the other one of 443 and 40000.
func packet(from uint16, seq int, payload string) string {
	to := uint16(443 + 40000 - int(from))
	n := func(v uint64, size int) string { return string(field.AppendHex(nil, v, size)) }
	address := [2]string{"c0000201", "c0000202"}
	if from == 443 {
		address[0], address[1] = address[1], address[0]
	}
	return "4500" + n(uint64(40+len(payload)/2), 2) + "0000000040060000" + address[0] + address[1] +
		n(uint64(from), 2) + n(uint64(to), 2) + n(uint64(1000+seq), 4) + "00000001" + "5018" + "0400" + "0000" + "0000" + payload
}
