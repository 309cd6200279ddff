package longtail_test

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/longtail"
)

// A row is a frame of testdata/rows.txt and its columns.
type row struct {
	frame               []byte
	protocol, info      string
	source, destination string // empty: not compared
}

func rows(t testing.TB) (list []row) {
	f, err := os.Open("testdata/rows.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for in := bufio.NewScanner(f); in.Scan(); {
		if strings.HasPrefix(in.Text(), "#") {
			continue
		}
		part := strings.Split(in.Text(), "\t")
		if len(part) != 3 && len(part) != 5 {
			t.Fatalf("not a row: %q", in.Text())
		}
		frame := dissecttest.Hex(part[0])
		r := row{frame: frame, protocol: part[1], info: part[2]}
		if len(part) == 5 {
			r.source, r.destination = part[3], part[4]
		}
		list = append(list, r)
	}
	return list
}

func engine(t testing.TB) *dissect.Engine { return dissect.NewEngine(registry(t)) }

const ethernet = 1

// TestRows compares the columns with tshark's.
func TestRows(t *testing.T) {
	e := engine(t)
	var p dissect.Packet
	for i, r := range rows(t) {
		e.Dissect(&p, ethernet, r.frame, len(r.frame))
		if got := string(p.AppendProtocol(nil)); got != r.protocol {
			t.Errorf("row %d: protocol is %q, want %q (%s)", i+1, got, r.protocol, r.info)
			continue
		}
		if got := string(p.AppendInfo(nil, nil)); got != r.info {
			t.Errorf("row %d: %s info is\n%q, want\n%q", i+1, r.protocol, got, r.info)
		}
		if got := string(p.AppendSource(nil)); r.source != "" && got != r.source {
			t.Errorf("row %d: %s source is %s, want %s", i+1, r.protocol, got, r.source)
		}
		if got := string(p.AppendDestination(nil)); r.destination != "" && got != r.destination {
			t.Errorf("row %d: %s destination is %s, want %s", i+1, r.protocol, got, r.destination)
		}
	}
}

// TestCut cuts every frame everywhere, as a capture does: the Info column of what is left
// is the beginning of that of the whole frame.
func TestCut(t *testing.T) {
	e := engine(t)
	var p dissect.Packet
	for i, r := range rows(t) {
		for n := range r.frame {
			e.Dissect(&p, ethernet, r.frame[:n], len(r.frame))
			if string(p.AppendProtocol(nil)) != r.protocol {
				continue
			}
			info := strings.TrimSuffix(string(p.AppendInfo(nil, nil)), "[Packet size limited during capture]")
			info = strings.TrimSuffix(info, " | ") // of SIP, whatever follows
			if !strings.HasPrefix(r.info, strings.TrimRight(info, " ")) {
				t.Errorf("row %d, %s: cut at %d of %d, Info is\n%q, whole\n%q", i+1, r.protocol, n, len(r.frame), info, r.info)
				break
			}
		}
	}
}

// TestPrefixes cuts every frame everywhere, by the capture and by its own
// lengths, and prints what is left.
func TestPrefixes(t *testing.T) {
	r := registry(t)
	e, a := dissect.NewEngine(r), dissect.NewArena(r)
	var p dissect.Packet
	var tree field.Tree
	for _, r := range rows(t) {
		for n := range len(r.frame) {
			for _, wire := range []int{n, len(r.frame)} {
				a.Reset()
				e.Use(a)
				e.Dissect(&p, ethernet, r.frame[:n:n], wire)
				p.AppendProtocol(nil)
				p.AppendInfo(nil, nil)
				e.Build(&p, &tree)
			}
		}
	}
}

// late are protocols recognised by bytes anywhere in a message: a truncated message
// may pass for data, which the kit does not allow for.
var late = []string{"http", "ssdp", "sip", "snmp", "nbss"}

// TestConformance runs the kit on each protocol with the payloads of its rows.
func TestConformance(t *testing.T) {
	seeds := payloads(t)
	for _, b := range longtail.Bindings() {
		name := b.New().Proto().Name
		list := seeds[name]
		if len(list) == 0 || slices.Contains(late, name) {
			continue
		}
		t.Run(name, func(t *testing.T) { dissecttest.Run(t, b.New, list) })
	}
}

// payloads returns the long tail's layers in the rows, by protocol.
func payloads(t testing.TB) map[string][]dissecttest.Seed {
	e := engine(t)
	out := map[string][]dissecttest.Seed{}
	for _, r := range rows(t) {
		var p dissect.Packet
		e.Dissect(&p, ethernet, r.frame, len(r.frame))
		for _, l := range p.Layers {
			m, ok := l.Message.(*longtail.Message)
			if !ok || m.Silent() {
				continue
			}
			env := field.Env{Src: m.Src, Dst: m.Dst, SrcPort: m.SrcPort, DstPort: m.DstPort, Key: l.Key}
			name := m.Proto().Name
			out[name] = append(out[name], dissecttest.Seed{Name: r.info, Bytes: r.frame[l.Span.Off:l.Span.End], Env: env})
		}
	}
	return out
}

// TestOther: a payload that is not recognised has the columns of the layer below.
func TestOther(t *testing.T) {
	garbage := []byte("\xa5\x5a\xa5\x5a\xa5\x5a\xa5\x5a\xa5\x5a\xa5\x5a\xa5\x5a\xa5\x5a\xa5\x5a\xa5\x5a\xa5\x5a\xa5\x5a")
	picky := strings.Fields("bgp ldp bfd ssdp tacplus l2tp pptp snmp wccp cflow capwap capwap.data wlan " +
		"http sip ftp smtp pop imap tls quic nbdgm nbss ipx aarp netbios osi")
	for _, b := range longtail.Bindings() {
		m := b.New().(*longtail.Message)
		name := m.Proto().Name
		var d field.Decoder
		d.Reset(garbage, field.Span{End: len(garbage), Wire: len(garbage)}, nil, -1)
		if err := m.Decode(&d); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if slices.Contains(picky, name) && !m.Silent() {
			t.Errorf("%s takes anything for its own", name)
		}
		if m.Silent() && m.Proto() != dissect.DataProto {
			t.Errorf("%s: what it refuses is %s, want data", name, m.Proto().Name)
		}
	}
}

func registry(t testing.TB) *dissect.Registry {
	r := labtest.Registry(t)
	return r
}

func FuzzLongtail(f *testing.F) {
	seeds := payloads(f)
	bindings := longtail.Bindings()
	for i, b := range bindings {
		for _, s := range seeds[b.New().Proto().Name] {
			f.Add(uint8(i), uint16(s.Env.DstPort), uint8(0), s.Bytes)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, port uint16, cut uint8, data []byte) {
		b := bindings[int(which)%len(bindings)]
		dissecttest.Compare(t, b.New, data, len(data)+int(cut), field.Env{DstPort: port})
		m := b.New().(*longtail.Message)
		var d field.Decoder
		d.Env.DstPort = port
		d.Reset(data, field.Span{End: len(data), Wire: len(data) + int(cut)}, nil, -1)
		_ = m.Decode(&d)
		if line := m.AppendProtocol(m.AppendSummary(nil, nil)); len(line) > 1<<18 {
			t.Fatalf("a line of %d bytes", len(line))
		}
	})
}
