package filter_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/flow"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/http"
)

// most is how many packets of a capture are looked at.
const most = 300

// walk dissects the first packets of a capture and calls with for each, which may keep it.
func walk(t testing.TB, r *dissect.Registry, name string, with func(p *packet)) {
	t.Helper()
	source, err := capture.Open(name, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	engine := dissect.NewEngine(r)
	trackers := []track.Tracker{frag.New(frag.DefaultLimits), flow.New(), http.New()}
	for number := uint64(1); number <= most; number++ {
		var in capture.Packet
		if err := source.Next(&in); err != nil {
			if err != io.EOF {
				t.Fatal(err)
			}
			return
		}
		data, p := bytes.Clone(in.Data), &packet{engine: engine}
		p.Number, p.Time, p.Digits, p.Wire = number, in.Time, in.Iface.Digits, in.WireLen
		p.Head = &frame.Frame{Number: number, Time: in.Time, HasTime: true, CapLen: len(data), WireLen: in.WireLen, Link: uint32(in.Link),
			Delta: field.Nanos{Low: 1e6}, Protocols: &p.Packet}
		p.engine.Dissect(&p.Packet, uint32(in.Link), data, in.WireLen)
		for _, s := range trackers {
			s.Observe(p.engine, &p.Packet)
		}
		with(p)
	}
}

// found returns the numbers of the packets of a capture that a filter finds.
func found(t testing.TB, r *dissect.Registry, name, expr string) (numbers []uint64) {
	t.Helper()
	q, err := newQuestion(r, expr)
	if err != nil {
		t.Fatal(err)
	}
	walk(t, r, name, func(p *packet) {
		if q.of(t, p) {
			numbers = append(numbers, p.Number)
		}
	})
	return numbers
}

// TestMatchCaptures: how many packets tshark 4.6.9 finds in captures.
func TestMatchCaptures(t *testing.T) {
	r := registry(t)
	for name, cases := range map[string]map[string]int{
		"17-nat-overload.inside.pcap": {
			`tcp.payload contains "GET"`:           12,
			`tcp.payload matches "^get"`:           6,
			`tcp.payload[0:3] == "GET"`:            6,
			`len(tcp.payload) > 0`:                 18,
			`udp.payload contains "www"`:           6,
			`udp.payload[0:2] == 10:0f`:            6,
			`data.data`:                            46,
			`data.len`:                             46,
			`data.len > 3`:                         46,
			`data.data contains 00`:                12,
			`data.data contains 0x00`:              12,
			`data.data contains 00 or eth.trailer`: 12,
			`icmp && data.data`:                    34,
			`tcp[13] == 0x02`:                      9,
			`tcp[13] & 0x02`:                       15,
			`tcp[13] == 18`:                        6,
			`ip[9] == 0x06`:                        75,
			`frame[23] == 0x11`:                    26,
			`ip[1] & 0xfc == 0`:                    141,
			`ip[8] == 64`:                          70,
			`len(icmp) == 64`:                      24,
			`icmp[-1] == 0x37`:                     24,
		},
		"40-ike-port-54500.pcap": {
			`_ws.expert`:                              1,
			`_ws.expert.severity`:                     1,
			`not data.data and _ws.expert.severity`:   1,
			`_ws.expert.severity == "Error"`:          1,
			`_ws.expert.group == malformed`:           1,
			`_ws.expert.message contains "Malformed"`: 1,
			`_ws.expert.severity < "Error"`:           0,
		},
		"01-ikev1-main-seed.pcap": {
			`udp.port not in {500,4500}`:                                 2,
			`tcp.port not in {80}`:                                       0,
			`ip.addr !in {80.1.0.2}`:                                     0,
			`any ip.addr not in {80.1.0.2}`:                              0,
			`all ip.addr not in {80.1.0.2}`:                              105,
			`not udp.port in {500,4500}`:                                 88,
			`tcp.seq_raw - tcp.ack_raw`:                                  12,
			`tcp.seq_raw - tcp.ack_raw < 0`:                              5,
			`ip.flags.df == true`:                                        103,
			`tcp.flags bitand 0x12`:                                      12,
			`len(udp.payload)`:                                           21,
			`not count(ip.addr)`:                                         2,
			`ip[0] == 0x45`:                                              105,
			`ip[0] == 69`:                                                105,
			`ip[0] == 0105`:                                              105,
			`ip[0] == 0b1000101`:                                         105,
			`ip[0] == 45`:                                                0,
			`ip[9] == 17`:                                                21,
			`ip.src[0] == 80`:                                            96,
			`frame[4] == 0xff`:                                           1,
			`eth.src[0] & 0x0f == 2`:                                     107,
			`ip[0:2] & 0x40`:                                             105,
			`ip[0:4] contains 69`:                                        105,
			`ip[0:4] contains 45`:                                        0,
			`isakmp.ispi contains 81`:                                    0,
			`isakmp.ispi[0:2] == 2a81`:                                   19,
			`isakmp.rspi == 00:00:00:00:00:00:00:00`:                     1,
			`isakmp.rspi == 0000000000000000`:                            0,
			`isakmp.vid_bytes[-2:] == 0100`:                              0,
			`isakmp.vid_bytes[-2:] == 01:00`:                             2,
			`isakmp.exchangetype contains "Main"`:                        6,
			`isakmp.exchangetype contains "main"`:                        0,
			`isakmp.exchangetype contains 'M'`:                           12,
			`isakmp.exchangetype ~ "quick"`:                              6,
			`isakmp.exchangetype == "quick mode"`:                        0,
			`isakmp.exchangetype != "Quick Mode"`:                        13,
			`isakmp.exchangetype not in {"Quick Mode", "Informational"}`: 6,
			`isakmp.exchangetype in {"Quick Mode"}`:                      6,
			`isakmp.typepayload == "Vendor ID"`:                          2,
			`isakmp.typepayload == "vendor id"`:                          0,
			`isakmp.nextpayload > "hash"`:                                4,
			`arp.opcode > "request"`:                                     1,
			`eth.type matches "arp"`:                                     2,
			`not ip.flags.df matches "Not"`:                              105,
			`ip.checksum.status contains "Unver"`:                        105,
		},
	} {
		for expr, want := range cases {
			if got := len(found(t, r, "../../fixtures/pcaps/"+name, expr)); got != want {
				t.Errorf("%s: %s finds %d packets, want %d", name, expr, got, want)
			}
		}
	}
}

// FuzzFilterOverCaptures asks random filters, made of the fields that occur in a
// capture, of its packets. None panics, and a glance, a part of the tree and the whole
// one give the same answer.
func FuzzFilterOverCaptures(f *testing.F) {
	files, err := filepath.Glob("../../fixtures/pcaps/*.pcap")
	if err != nil || len(files) == 0 {
		f.Fatal("no captures", err)
	}
	r := registry(f)
	var captures []sample
	for i, name := range files {
		if x := sampled(f, r, name); len(x.fields) > 0 {
			captures = append(captures, x)
		}
		f.Add(uint64(i), uint16(i))
	}
	f.Fuzz(func(t *testing.T, seed uint64, pick uint16) {
		c := &captures[int(pick)%len(captures)]
		random := rand.New(rand.NewPCG(seed, 1))
		var questions []question
		for range 8 {
			if q, err := newQuestion(r, randomFilter(random, c.fields)); err == nil {
				questions = append(questions, q)
			}
		}
		for range min(8, len(c.packets)) { // the questions take longer than the packets
			c.packets[random.IntN(len(c.packets))].answer(t, questions)
		}
	})
}

// A sample is of a capture: the packets at its beginning and some behind, and the fields
// of all, with a value that each has.
type sample struct {
	packets []*packet
	fields  [][2]string
}

func sampled(t testing.TB, r *dissect.Registry, name string) (x sample) {
	seen := map[*field.Def]bool{}
	walk(t, r, name, func(p *packet) {
		if p.Number <= 16 || p.Number%8 == 0 {
			x.packets = append(x.packets, p)
		}
		p.engine.Build(&p.Packet, &p.tree)
		for i := range p.tree.Nodes {
			if d := p.tree.Nodes[i].Def; d.Name != "" && !seen[d] {
				seen[d] = true
				x.fields = append(x.fields, [2]string{d.Name, string(p.tree.AppendShow(nil, i))})
			}
		}
	})
	slices.SortFunc(x.fields, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	return x
}

// randomFilter returns an expression, which may be one that has no meaning.
func randomFilter(random *rand.Rand, fields [][2]string) string {
	one := func() string { return fields[random.IntN(len(fields))][0] }
	pick := fields[random.IntN(len(fields))]
	name, value := pick[0], pick[1]
	values := []string{value, `"` + value + `"`, "0", "1", "00", "0x45", "00:01", `"a"`, one(), strconv.Itoa(random.IntN(1 << 16))}
	some := func() string { return values[random.IntN(len(values))] }
	slice := []string{"", "", "", "[0]", "[0:3]", "[-1]", "[:2]", "[1-2,4:]", "#1", "#[-1]"}[random.IntN(10)]
	operators := []string{"==", "!=", "===", "!==", "<", "<=", ">", ">=", "contains", "&", "+", "-", "*", "/", "%"}
	var expr string
	switch random.IntN(7) {
	case 0:
		expr = name + slice
	case 1:
		expr = name + slice + ` matches "[a-f.]"`
	case 2:
		expr = name + " in {" + some() + ", " + some() + ".." + some() + "}"
	case 3:
		expr = []string{"len", "count", "string", "lower", "max", "abs"}[random.IntN(6)] + "(" + name + ") == " + some()
	default:
		expr = name + slice + " " + operators[random.IntN(len(operators))] + " " + some()
	}
	if random.IntN(3) == 0 {
		expr = []string{"not ", "any ", "all "}[random.IntN(3)] + expr
	}
	if random.IntN(3) == 0 {
		expr = "(" + expr + ")" + []string{" and ", " or ", " xor "}[random.IntN(3)] + one()
	}
	return expr
}
