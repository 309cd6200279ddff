package inet

import (
	"encoding/binary"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

// echoFields are those of the data of an echo.
type echoFields struct {
	data        *field.Def // nil: the time is no part of it
	sent, since *field.Def // when it was sent, and how long before its frame
}

var (
	icmpEcho = echoFields{
		data:  ICMPProto.Bytes("icmp.data", "ICMP Data").Def,
		sent:  ICMPProto.Generated("icmp.data_time", "Timestamp from icmp data", field.Absolute, field.Local, 8),
		since: ICMPProto.Generated("icmp.data_time_relative", "Timestamp from icmp data (relative)", field.Relative, field.Dec, 8),
	}
	icmpv6EchoTells = echoFields{
		sent:  ICMPv6Proto.Generated("icmpv6.data_time", "Timestamp from Echo data", field.Absolute, field.Local, 8),
		since: ICMPv6Proto.Generated("icmpv6.data_time_relative", "Timestamp from Echo data (relative)", field.Relative, field.Dec, 8),
	}
)

// decode reads the data of an echo: the time at which it was sent, which many senders
// put first, and what its payload is, the rest.
func (f *echoFields) decode(d *field.Decoder) {
	b := d.Peek(d.Captured())
	sent, n := sentTime(b, d.Env.Time)
	if d.Tree() != nil && !d.Bad() {
		f.show(d, b, sent, n)
	}
	d.Skip(f.sent, n)
	if d.Len() > 0 {
		d.Payload()
	}
}

// show adds the time to the tree, below the data where that is a field. Data without
// a time are the payload alone.
func (f *echoFields) show(d *field.Decoder, b []byte, sent time.Time, n int) {
	t, at := d.Tree(), d.Off()
	up, from := d.Up(), int32(len(t.Nodes))
	if f.data != nil && len(b) > 0 {
		d.Put(f.data, at, len(b), 0)
		if up = from; n == 0 && !t.Full {
			t.Nodes[from].Flags |= field.IsHidden
		}
	}
	if n == 0 || t.Full {
		return
	}
	d.Put(f.sent, at, n, uint64(sent.UnixNano()))
	d.GenerateOver(f.since, at, n, uint64(d.Env.Time.Sub(sent)))
	if up == from {
		for i := from + 1; i < int32(len(t.Nodes)); i++ {
			t.Nodes[i].Parent = from
		}
		t.Nodes[from].End = int32(len(t.Nodes))
	}
}

// sentTime returns the time that b begins with and how many bytes it has, 0 without
// one: seconds and microseconds, of 64 or of 32 bits, in one of the two byte orders. It
// is within a day of the frame's.
func sentTime(b []byte, frame *time.Time) (sent time.Time, n int) {
	if frame == nil || frame.IsZero() {
		return sent, 0
	}
	for _, order := range [...]binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		if len(b) >= 16 {
			if sent, ok := nearTime(order.Uint64(b), order.Uint64(b[8:]), frame); ok {
				return sent, 16
			}
		}
	}
	for _, order := range [...]binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		if len(b) >= 8 {
			if sent, ok := nearTime(uint64(order.Uint32(b)), uint64(order.Uint32(b[4:])), frame); ok {
				return sent, 8
			}
		}
	}
	return sent, 0
}

// nearTime makes a time of seconds since 1970 and microseconds. It reports whether
// these are fewer than a second, and the time is within a day of the frame's.
func nearTime(seconds, micros uint64, frame *time.Time) (time.Time, bool) {
	const most = 1 << 32 // seconds that a time of a frame can have
	if seconds >= most || micros >= 1e6 {
		return time.Time{}, false
	}
	sent := time.Unix(int64(seconds), int64(micros)*1000)
	return sent, frame.Sub(sent).Abs() < 24*time.Hour
}
