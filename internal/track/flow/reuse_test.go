package flow_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/inet"
)

// TestPortsReused holds when a SYN begins another stream, and what of a connection was
// seen before each of its packets, against tshark 4.6.9.
func TestPortsReused(t *testing.T) {
	const (
		fin = inet.FlagFIN
		rst = inet.FlagRST
	)
	client := func(seq, acked uint32, flags inet.TCPFlags, data string) segment {
		return segment{1, 2, 1000, 2000, seq, acked, flags, "", data}
	}
	server := func(seq, acked uint32, flags inet.TCPFlags, data string) segment {
		return segment{2, 1, 2000, 1000, seq, acked, flags, "", data}
	}
	open := []segment{client(100, 0, syn, ""), server(500, 101, synAck, ""), client(101, 501, ack, ""), client(101, 501, ack, "data"), server(501, 105, ack, "")}
	type want struct {
		stream uint32
		seen   inet.TCPCompleteness
	}
	for name, row := range map[string]struct {
		before int // segments of open that come first
		then   []segment
		want   want // of the last
	}{
		"the same SYN":                {5, []segment{client(100, 0, syn, "")}, want{0, 15}},
		"another SYN":                 {3, []segment{client(900, 0, syn, "")}, want{1, 0}},
		"another SYN, answered":       {1, []segment{client(900, 0, syn, ""), server(500, 901, synAck, "")}, want{1, 1}},
		"the same SYN behind FIN":     {5, []segment{client(105, 501, fin|ack, ""), client(100, 0, syn, "")}, want{1, 0}},
		"the same SYN behind a RST":   {5, []segment{server(501, 105, rst|ack, ""), client(100, 0, syn, "")}, want{1, 0}},
		"FIN without ACK counts not":  {1, []segment{client(101, 0, fin, ""), client(100, 0, syn, "")}, want{0, 1}},
		"another SYN, ACK":            {5, []segment{server(700, 101, synAck, "")}, want{1, 0}},
		"the same SYN, ACK":           {5, []segment{server(500, 101, synAck, "")}, want{0, 15}},
		"the same SYN, ACK after FIN": {5, []segment{server(501, 105, fin|ack, ""), server(500, 101, synAck, "")}, want{1, 0}},
		"the other side's SYN":        {5, []segment{server(900, 0, syn, "")}, want{1, 0}},
		"SYN, ACK without a SYN":      {0, []segment{server(500, 101, synAck, ""), client(100, 0, syn, ""), client(101, 501, ack, "")}, want{0, 2}},
		"a SYN behind data":           {0, []segment{client(101, 501, ack, "data"), client(100, 0, syn, ""), client(101, 501, ack, "")}, want{0, 8}},
	} {
		t.Run(name, func(t *testing.T) {
			n, got := newNet(t), want{}
			for _, s := range append(open[:row.before:row.before], row.then...) {
				m := n.see(s.bytes()).Layers[1].Message.(*inet.TCP)
				got = want{m.Facts.Stream, m.Facts.Seen}
			}
			if got != row.want {
				t.Errorf("stream %d, seen %d; want %d, %d", got.stream, got.seen, row.want.stream, row.want.seen)
			}
		})
	}
}
