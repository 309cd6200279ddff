package inet

import (
	"encoding/binary"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

// Fields of the data of an echo: ping begins them with when it sent them.
var (
	icmpData   = ICMPProto.Bytes("icmp.data", "ICMP Data")
	icmpPlain  = ICMPProto.Bytes("icmp.data", "ICMP Data", field.Hidden()) // without a time
	icmpStamp  = stampFieldsOf(ICMPProto, "Timestamp from icmp data")
	icmp6Stamp = stampFieldsOf(ICMPv6Proto, "Timestamp from Echo data")
)

// stampFields are a moment, and how long before the packet it was.
type stampFields struct{ moment, since *field.Def }

func stampFieldsOf(p *field.Proto, label string) stampFields {
	return stampFields{
		moment: p.Generated(p.Name+".data_time", label, field.Absolute, field.Local, 8),
		since:  p.Generated(p.Name+".data_time_relative", label+" (relative)", field.Relative, field.Dec, 8),
	}
}

// decodePing reads the data of an echo of ICMP. As in Wireshark they have a line of their
// own if they begin with a time.
func decodePing(d *field.Decoder) {
	sent, n := echoStamp(d)
	if n == 0 {
		d.Put(icmpPlain, d.Off(), d.Captured(), 0)
		decodeEchoData(d, &icmpStamp, sent, n)
		return
	}
	mark := d.Begin(icmpData)
	decodeEchoData(d, &icmpStamp, sent, n)
	d.EndOver(mark)
}

// decodeEchoData reads the time in the data of an echo, which has n bytes. The rest of them is its payload.
func decodeEchoData(d *field.Decoder, f *stampFields, sent time.Time, n int) {
	if n > 0 {
		d.Put(f.moment, d.Off(), n, uint64(sent.UnixNano()))
		d.GenerateOver(f.since, d.Off(), n, uint64(d.Env.Time.Sub(sent)))
		d.Skip(f.moment, n)
	}
	if d.Len() > 0 {
		d.Payload()
	}
}

// maxStampAge is how far from the packet's time a time in its data may be. It is longer
// than what captures have where tshark takes the bytes for a time (two hours), and shorter
// than where it does not (25 days).
const maxStampAge = 24 * time.Hour

// echoStamp finds the time with which the data begin, and how many bytes it has: seconds
// and microseconds of eight bytes each, or of four, in the byte order of either.
func echoStamp(d *field.Decoder) (sent time.Time, n int) {
	if d.Env.Time.IsZero() {
		return sent, 0
	}
	if b := d.Peek(16); b != nil {
		for _, order := range [...]binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
			if t, ok := stamp(d, order.Uint64(b), order.Uint64(b[8:])); ok {
				return t, 16
			}
		}
	}
	if b := d.Peek(8); b != nil {
		for _, order := range [...]binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
			if t, ok := stamp(d, uint64(order.Uint32(b)), uint64(order.Uint32(b[4:]))); ok {
				return t, 8
			}
		}
	}
	return sent, 0
}

// stamp is a time that could be that of the packet in hand.
func stamp(d *field.Decoder, seconds, micros uint64) (t time.Time, ok bool) {
	if micros >= 1e6 || seconds > 1<<34 {
		return t, false
	}
	t = time.Unix(int64(seconds), int64(micros)*1000)
	return t, d.Env.Time.Sub(t).Abs() < maxStampAge
}
