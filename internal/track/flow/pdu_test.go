package flow_test

import "testing"

// The lines are those of tshark 4.0.17 for the same packets. Where it tells
// of the application instead, the line is that of TCP.
func TestPart(t *testing.T) {
	const (
		counted = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
		chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		open    = "HTTP/1.1 200 OK\r\n\r\n"
		half    = "GET / HTTP/1.1\r\nHo"
		part    = " [TCP segment of a reassembled PDU]"
	)
	response := func(port uint16, seq int, data string) segment {
		return segment{2, 1, 80, port, 100 + uint32(seq), 700, ack, "", data}
	}
	request := func(seq int, data string) segment {
		return segment{1, 2, 40002, 80, 100 + uint32(seq), 700, ack, "", data}
	}
	n := newNet(t)
	for i, r := range []struct {
		segment segment
		want    string
	}{
		{response(40000, 0, counted+"01"), "HTTP/1.1 200 OK " + part},
		{response(40000, len(counted)+2, "234"), "80 → 40000 [ACK] Seq=42 Ack=1 Win=1000 Len=3" + part},
		{response(40000, len(counted)+5, "56789"), "80 → 40000 [ACK] Seq=45 Ack=1 Win=1000 Len=5"},
		{response(40001, 0, chunked+"3\r\nabc\r\n"), "HTTP/1.1 200 OK " + part},
		{response(40001, len(chunked)+8, "0\r\n\r\n"), "80 → 40001 [ACK] Seq=56 Ack=1 Win=1000 Len=5"},
		{request(0, half), "GET / HTTP/1.1 " + part},
		{request(len(half), "st: x\r\n\r\n"), "40002 → 80 [ACK] Seq=19 Ack=1 Win=1000 Len=9"},
		{response(40003, 0, open+"abc"), "HTTP/1.1 200 OK " + part},
		{response(40003, len(open)+3, "abc"), "80 → 40003 [ACK] Seq=23 Ack=1 Win=1000 Len=3" + part},
	} {
		if got := n.info(r.segment.bytes()); got != r.want {
			t.Errorf("packet %d:\n got %s\nwant %s", i+1, got, r.want)
		}
	}
}
