package stats

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"testing"
	"unicode"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
)

// every returns requests that name each statistic.
func every() (requests []string) {
	for _, k := range kinds() {
		requests = append(requests, "conv,"+k.name, "endpoints,"+k.name)
	}
	for _, f := range forests() {
		requests = append(requests, f.name+",tree")
	}
	return append(requests, "dns,tree", "http,tree", "io,phs", "io,stat,0,udp,COUNT(ip.addr)ip,AVG(ip.len)ip", "io,stat,0.5,LOAD(frame.time_relative)frame.time_relative",
		"expert", "flow,any,network", "flow,tcp,standard", "flow,icmp,standard", "follow,udp,ascii,0", "follow,tcp,hex,0", "icmp,srt", "icmpv6,srt", "hosts")
}

// FuzzSet counts what is left of real packets by every statistic with room for a few
// rows: no panic, and each report is what its format says.
func FuzzSet(f *testing.F) {
	var packets []capture.Packet
	for _, name := range []string{"01-ikev1-main-seed.pcap", "20-http.pcap", "50-carriers.pcap", "16-cdp-topology-a.pcap", "51-tcp-analysis.pcap", "17-nat-overload.inside.pcap"} {
		packets = append(packets, labtest.Copies(f, "../../fixtures/pcaps/"+name)...)
	}
	requests := every()
	r := registry(f)
	player := labtest.NewPlayer(r)
	for i := range requests {
		f.Add(append([]byte{byte(i)}, make([]byte, 16)...))
	}
	f.Add([]byte("\x00\x04\x01\x02\x20\x02\x00\x01\x02\x50\x01\x10\xf0\x02\x90\x01\x08\xff\x00"))
	fields := func() *field.Tree { return player.Tree() }
	f.Fuzz(func(t *testing.T, input []byte) {
		player.Restart()
		c := labtest.NewChoices(input)
		set, err := New([]string{requests[c.Below(len(requests))]}, render.Fields{Registry: r}, 64)
		if err != nil {
			t.Skip(err) // a field that this registry lacks
		}
		var looker track.Looker = set.Looker()
		var seen []byte
		player.Play(c, packets, func(p *dissect.Packet) {
			if seen = seen[:0]; looker != nil {
				seen = looker.Look(seen, p, fields)
			}
			set.Count(p, seen)
		})
		checkReports(t, set)
	})
}

func checkReports(t *testing.T, set *Set) {
	t.Helper()
	write := func(format string) []byte {
		var out bytes.Buffer
		if err := render.WriteReport(&out, format, set.Reports()...); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	if b := write("json"); !json.Valid(b) {
		t.Errorf("no JSON: %q", b)
	}
	rows := csv.NewReader(bytes.NewReader(write("csv")))
	rows.FieldsPerRecord = -1
	if _, err := rows.ReadAll(); err != nil {
		t.Error(err)
	}
	for _, r := range string(write("table")) {
		if unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' {
			t.Fatalf("%U reaches the terminal", r)
		}
	}
}
