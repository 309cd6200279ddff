package http_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/inet"
)

// What a row is to say: tshark 4.0.17 says it, see TestStreamsOracle.
const (
	none  = iota // nothing of parts
	part         // TCP's line, and that it is a part
	first        // the message's first line, and that it is a part
)

type step struct {
	segment
	want int
}

// A talk is a stream, as the data of its segments.
type talk struct {
	name  string
	port  uint16
	steps []step
}

// say is a talk whose segments follow each other without a gap. A line begins
// with < for the client's or > for the server's, and with what its row is to
// say: - for none, p for part, f for first.
func say(name string, port uint16, lines ...string) talk {
	t := talk{name: name, port: port}
	var at [2]int
	for _, line := range lines {
		var s step
		s.fromServer = line[0] == '>'
		s.want = strings.IndexByte("-pf", line[1])
		side := 0
		if s.fromServer {
			side = 1
		}
		s.data, s.seq = line[2:], at[side]
		at[side] += len(s.data)
		t.steps = append(t.steps, s)
	}
	return t
}

// moved shifts step i by n bytes and gives it flags.
func (t talk) moved(i, n int, flags inet.TCPFlags) talk {
	t.steps[i].seq += n
	t.steps[i].flags = flags
	return t
}

// swapped exchanges two steps in time.
func (t talk) swapped(i, k int) talk {
	t.steps[i].segment, t.steps[k].segment = t.steps[k].segment, t.steps[i].segment
	return t
}

const (
	get     = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
	head    = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"
	sized10 = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
	sized30 = "HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n"
	chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	untold  = "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n"
	tens    = "0123456789"
)

func talks() []talk {
	return []talk{
		say("whole", 80, "<-"+get, ">-"+sized10+tens),
		say("counted", 80, "<-"+get, ">f"+sized10+"01", ">p234", ">-56789", ">-"+sized10+tens),
		say("request body", 80, "<fPOST / HTTP/1.1\r\ncontent-length:10\r\n\r\n", "<p012345", "<-6789"),
		say("header cut", 80, "<fGET / HTTP/1.1\r\nHo", "<fst: a\r\n", "<-\r\n"),
		say("line end cut", 80, "<fGET / HTTP/1.1\r\nHost: a\r\n\r", "<-\n", ">pHTTP/1.1 200 OK\r", ">f\nContent-Length: 10\r\n\r\n", ">-"+tens),
		say("start line cut", 80, "<pGET / HT", "<fTP/1.1\r\nHost:", "<- a\r\n\r\n"),
		say("length cut", 80, ">fHTTP/1.1 200 OK\r\nContent-Len", ">fgth: 1", ">f0\r\n\r\n0123", ">p4567", ">-89"),
		say("chunks", 80, ">f"+chunked, ">fa\r\n"+tens+"\r\n", ">-0\r\n\r\n"),
		say("long chunk", 80, ">f"+chunked+"1e\r\n"+tens, ">f"+tens, ">f"+tens, ">f\r\n", ">-0\r\n\r\n"),
		say("chunk size cut", 80, ">f"+chunked+"1", ">fe\r", ">f\n"+tens, ">f"+tens, ">f"+tens+"\r\n", ">f0\r\n", ">-\r\n"),
		say("trailer", 80, ">f"+chunked+"5\r\n01234\r\n0\r\n", ">-X: y\r\n\r\n"),
		say("until FIN", 80, "<-"+get, ">f"+untold+"abc", ">pdef", ">-ghi").moved(3, 0, inet.FlagFIN),
		say("response to HEAD", 80, "<-"+head, ">-"+sized10, "<-"+get, ">f"+sized10),
		say("statuses without a body", 80, ">-HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n", ">-HTTP/1.1 204 No Content\r\n\r\n", ">-HTTP/1.1 100 Continue\r\n\r\n", ">f"+sized10),
		say("pipelined", 80, "<-"+get+get, ">-"+sized10+tens+sized10+tens),
		say("pipelined, the last cut", 80, "<-"+get+"GET /b HT", "<-TP/1.1\r\n\r\n", ">-"+sized10+tens+sized10, ">p01234", ">-56789"),
		say("body and next message", 80, ">f"+sized10+"01", ">-23456789"+sized10, ">p0", ">-123456789"),
		say("guessed port", 16002, "<-"+get, ">f"+sized10+"01", ">p234", ">-56789"),
		say("guessed by the response", 16002, "<-abc\r\n", ">f"+sized10+"01", ">p234", ">-56789"),
		say("no HTTP", 80, "<-abc\r\n", ">-def\r\n"),
		say("no HTTP, no line", 80, "<pabc", "<-def\r\n"),
		say("tunnel", 8080, "<-CONNECT a:9 HTTP/1.1\r\nHost: a\r\n\r\n", ">-HTTP/1.1 200 OK\r\n\r\n", "<-abc\r\n", "<-GET\r\n"),
		say("FIN behind the header", 80, ">-HTTP/1.0 400 Bad Request\r\n\r\nabc").moved(0, 0, inet.FlagFIN),
		say("RPC", 80, "<-RPC_IN_DATA /rpc HTTP/1.1\r\nContent-Length: 1073741824\r\n\r\n", ">fHTTP/1.1 200 Success\r\nContent-Length: 1073741824\r\n\r\n"),
		say("FIN in the header", 80, "<fGET / HTTP/1.1\r\nHo").moved(0, 0, inet.FlagFIN),
		say("FIN in the body", 80, ">f"+sized10, ">p0123").moved(1, 0, inet.FlagFIN),
		say("order", 80, ">f"+sized30, ">p"+tens, ">p"+tens, ">-"+tens).swapped(1, 2),
		say("order at the end", 80, ">f"+sized30, ">p"+tens, ">p"+tens, ">-"+tens).swapped(2, 3),
		say("again", 80, ">f"+sized30, ">p"+tens, ">-"+tens, ">p"+tens, ">-"+tens).moved(2, -10, 0).moved(3, -10, 0).moved(4, -10, 0),
	}
}

func (s step) text(client, port uint16, firstLine string) string {
	const of = " [TCP segment of a reassembled PDU]"
	switch s.want {
	case part:
		from, to := client, port
		if s.fromServer {
			from, to = to, from
		}
		names := "ACK"
		if s.flags != 0 {
			names = "FIN, ACK"
		}
		return fmt.Sprintf("%d → %d [%s] Seq=%d Ack=1 Win=1000 Len=%d%s", from, to, names, s.seq+1, len(s.data), of)
	case first:
		return firstLine + " " + of
	}
	return ""
}

// wants are the rows of a talk, "" where they tell of no part.
func (t talk) wants(client uint16) []string {
	var list []string
	for i, s := range t.steps {
		// the line that the latest start of a message in this direction holds
		var sent string
		for _, o := range t.steps[:i+1] {
			if o.fromServer == s.fromServer {
				if o.want == first && strings.Contains(o.data, "HTTP/1.1 ") || strings.HasPrefix(o.data, "GET ") || strings.HasPrefix(o.data, "POST ") || strings.HasPrefix(o.data, "HTTP/") {
					sent = o.data
				} else {
					sent += o.data
				}
			}
		}
		line, _, _ := strings.Cut(sent, "\r\n")
		list = append(list, s.text(client, t.port, line))
	}
	return list
}

func TestStreams(t *testing.T) {
	for _, talk := range talks() {
		t.Run(talk.name, func(t *testing.T) {
			n := newNet(t)
			wants := talk.wants(clientPort)
			for i, s := range talk.steps {
				got := n.row(s.bytes(clientPort, talk.port))
				if !strings.Contains(got, "reassembled") {
					got = ""
				}
				if got != wants[i] {
					t.Errorf("segment %d:\n got %q\nwant %q", i+1, got, wants[i])
				}
			}
		})
	}
}

// TestStreamsOracle holds what TestStreams wants to what tshark says.
func TestStreamsOracle(t *testing.T) {
	file := filepath.Join(t.TempDir(), "talks.pcap")
	if err := os.WriteFile(file, pcap(talks()), 0o600); err != nil {
		t.Fatal(err)
	}
	rows := tshark(t, file)
	for i, talk := range talks() {
		for k, want := range talk.wants(clientPort + uint16(i)) {
			if len(rows) == 0 {
				t.Fatalf("%s: tshark has no row for segment %d", talk.name, k+1)
			}
			row := rows[0]
			rows = rows[1:]
			got := ""
			if row.protocol == "TCP" && strings.Contains(row.info, "reassembled") {
				got = row.info
			}
			if _, behind, ok := strings.Cut(got, "] "); ok && got[0] == '[' {
				got = behind // its word on the order of segments is another matter
			}
			if got != want {
				t.Errorf("%s: segment %d: tshark says %q, want %q", talk.name, k+1, row, want)
			}
		}
	}
}

// clientPort is that of the first talk.
const clientPort = 40000

// pcap is a capture of the talks, one after another.
func pcap(talks []talk) []byte {
	le := binary.LittleEndian
	b := le.AppendUint32(le.AppendUint32(nil, 0xa1b2c3d4), 4<<16|2)
	b = append(b, make([]byte, 8)...)
	b = le.AppendUint32(le.AppendUint32(b, 1<<18), linkIPv4)
	for i, t := range talks {
		for k, s := range t.steps {
			data := s.bytes(clientPort+uint16(i), t.port)
			b = le.AppendUint32(le.AppendUint32(b, 1700000000+uint32(i)), uint32(k)*100)
			b = le.AppendUint32(le.AppendUint32(b, uint32(len(data))), uint32(len(data)))
			b = append(b, data...)
		}
	}
	return b
}
