package esp_test

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	esptrack "github.com/pktscope/pktscope/internal/track/esp"
)

// follow is the comparison of packets with these numbers, all of one SA.
func follow(t *testing.T, seqs []uint32) (orders []esp.Order, gaps []uint32) {
	t.Helper()
	x := newBench(t)
	n := esptrack.NewNumbers()
	for i, seq := range seqs {
		var p dissect.Packet
		p.Number = uint64(i + 1)
		x.read(&p, ip4(here, there, protoESP, bare(0x1000, seq)))
		n.Observe(x.engine, &p)
		f := p.Layers[2].Message.(*esp.Packet).Facts.Sequence
		orders, gaps = append(orders, f.Order), append(gaps, f.Gap)
	}
	return orders, gaps
}

// bare is an ESP packet that no key decrypts.
func bare(spi, seq uint32) []byte {
	return append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, spi), seq), make([]byte, 16)...)
}

func TestNumbers(t *testing.T) {
	orders, gaps := follow(t, []uint32{5, 6, 9, 9, 7, 8, 10, 2000, 10, 2001, 4})
	if want := []esp.Order{
		esp.First, esp.InOrder, esp.AfterGap, esp.Duplicate, esp.Late, esp.Late, esp.InOrder, esp.AfterGap, esp.OutOfWindow, esp.InOrder, esp.OutOfWindow,
	}; !slices.Equal(orders, want) {
		t.Errorf("%v", orders)
	}
	if want := []uint32{0, 0, 2, 0, 0, 0, 0, 1989, 0, 0, 0}; !slices.Equal(gaps, want) {
		t.Errorf("%v", gaps)
	}
	orders, gaps = follow(t, []uint32{0xfffffffe, 0xffffffff, 0, 2, 1})
	if want := []esp.Order{esp.First, esp.InOrder, esp.InOrder, esp.AfterGap, esp.Late}; !slices.Equal(orders, want) || gaps[3] != 1 {
		t.Errorf("%v, %v", orders, gaps)
	}
}

// A run without any of NumberFields does without Numbers: every field that they add to a
// tree is one of these.
func TestNumberFields(t *testing.T) {
	x := newBench(t)
	n := esptrack.NewNumbers()
	added := map[string]bool{}
	for i, seq := range []uint32{1, 2, 5, 5, 4, 5000, 2} {
		var p dissect.Packet
		p.Number = uint64(i + 1)
		x.read(&p, ip4(here, there, protoESP, bare(0x1000, seq)))
		before := fieldsOf(x.engine, &p)
		n.Observe(x.engine, &p)
		for name := range fieldsOf(x.engine, &p) {
			if !before[name] {
				added[name] = true
			}
		}
	}
	for name := range added {
		if !slices.Contains(esptrack.NumberFields(), name) {
			t.Errorf("%s is not in NumberFields", name)
		}
	}
	for _, name := range esptrack.NumberFields() {
		if !added[name] {
			t.Errorf("no packet has %s of NumberFields", name)
		}
	}
}

// fieldsOf are the names of the fields in the tree of p.
func fieldsOf(e *dissect.Engine, p *dissect.Packet) map[string]bool {
	var tree field.Tree
	e.Build(p, &tree)
	names := map[string]bool{}
	for k := range tree.Nodes {
		names[tree.Nodes[k].Def.Name] = true
	}
	return names
}

// Two gateways that have the same SPI, or one that has it over IP and over UDP,
// do not disturb each other.
func TestNumbersOfSharedSPI(t *testing.T) {
	x := newBench(t)
	n := esptrack.NewNumbers()
	for seq := range uint32(5) {
		for _, packet := range [][]byte{
			ip4(here, there, protoESP, bare(0x1000, 100+seq)),
			ip4(there, here, protoESP, bare(0x1000, 7+seq)),
			ip4(here, there, protoUDP, udp(4500, 4500, bare(0x1000, 1+seq))),
		} {
			var p dissect.Packet
			x.read(&p, packet)
			n.Observe(x.engine, &p)
			if m := p.Layers[len(p.Layers)-1].Message.(*esp.Packet); seq > 0 && m.Facts.Sequence.Order != esp.InOrder {
				t.Errorf("number %d: %v", m.Seq, m.Facts.Sequence.Order)
			}
		}
	}
}

// analysis are the fields of tshark's.
var analysis = []string{
	"esp.sequence-analysis.expected-sn", "esp.sequence-analysis.wrong-sequence-number", "_ws.expert.message", "esp.sequence-analysis.previous-frame",
}

// Within one SA tshark keeps to the same rule: previous plus one.
func TestNumbersAgainstTshark(t *testing.T) {
	tshark := labtest.Program(t, "tshark")
	var packets [][]byte
	for _, seq := range []uint32{1, 2, 5, 5, 4, 6, 7, 9, 8, 0xfffffffe, 0xffffffff, 0, 1, 1, 5000, 2} {
		packets = append(packets, ip4(here, there, protoESP, bare(0xc4c0e3f5, seq)))
	}
	file := filepath.Join(t.TempDir(), "numbers.pcap")
	if err := os.WriteFile(file, rawPcap(packets), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tshark, "-n", "-r", file, "-T", "pdml").Output()
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	d := xml.NewDecoder(bytes.NewReader(out))
	for token, err := d.Token(); err == nil; token, err = d.Token() {
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		a := map[string]string{}
		for _, x := range e.Attr {
			a[x.Name.Local] = x.Value
		}
		if e.Name.Local == "packet" {
			want = append(want, "packet")
		} else if slices.Contains(analysis, a["name"]) {
			want = append(want, a["name"]+" "+a["showname"])
		}
	}
	x := newBench(t)
	n := esptrack.NewNumbers()
	for i, packet := range packets {
		got = append(got, "packet")
		var p dissect.Packet
		p.Number = uint64(i + 1)
		x.read(&p, packet)
		n.Observe(x.engine, &p)
		var tree field.Tree
		x.engine.Build(&p, &tree)
		for k := range tree.Nodes {
			if name := tree.Nodes[k].Def.Name; slices.Contains(analysis, name) {
				got = append(got, name+" "+string(tree.AppendLabel(nil, k)))
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tshark - and we +:\n%s", diff)
	}
}

// rawPcap is a capture of IP packets.
func rawPcap(packets [][]byte) []byte {
	le := binary.LittleEndian
	b := le.AppendUint32(le.AppendUint32(nil, 0xa1b2c3d4), 4<<16|2)
	b = le.AppendUint32(le.AppendUint32(append(b, make([]byte, 8)...), 1<<18), uint32(capture.LinkRaw))
	for i, p := range packets {
		b = le.AppendUint32(le.AppendUint32(b, 1700000000), uint32(i))
		b = append(le.AppendUint32(le.AppendUint32(b, uint32(len(p))), uint32(len(p))), p...)
	}
	return b
}
