package render

import (
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
)

// A Dump says how bytes are shown: Wireshark 4.6's --hexdump.
type Dump struct {
	Frame   bool // the frame's alone, not those put together or decrypted of it
	Plain   bool // without characters
	Delimit bool // characters stand between bars
	Time    bool // below the frame's time
}

// Dumps are the words of --hexdump.
func Dumps() []string {
	return []string{"all", "frames", "ascii", "delimit", "noascii", "time", "notime"}
}

// Set reads a word of --hexdump. A later one overrides an earlier one.
func (d *Dump) Set(word string) error {
	switch word {
	case "all":
		d.Frame = false
	case "frames":
		d.Frame = true
	case "ascii":
		d.Plain, d.Delimit = false, false
	case "delimit":
		d.Plain, d.Delimit = false, true
	case "noascii":
		d.Plain = true
	case "time":
		d.Time = true
	case "notime":
		d.Time = false
	default:
		return fmt.Errorf("--hexdump %s: want %s", word, strings.Join(Dumps(), ", "))
	}
	return nil
}

// appendBuffers appends the bytes of the frame and of the buffers that were
// reassembled or decrypted from it, and an empty line. If there are several, each has
// its name above it.
func (o *Options) appendBuffers(b []byte, r *Row) []byte {
	if o.Dump.Time {
		b = append(o.Time.appendTime(b, r.Frame), '\n')
	}
	for k, buf := range r.Packet.Bufs {
		if k > 0 && o.Dump.Frame {
			break
		}
		if len(r.Packet.Bufs) > 1 && !o.Dump.Frame {
			b = append(append(b, BufferName(r.Packet, k)...), " ("...)
			b = field.AppendUint(b, uint64(len(buf)))
			if len(buf) == 1 {
				b = append(b, " byte):\n"...)
			} else {
				b = append(b, " bytes):\n"...)
			}
		}
		b = o.Dump.append(b, buf)
	}
	return append(b, '\n')
}

// BufferName names buffer k of p by its origin: the layer before the first one that
// reads the buffer has made it.
func BufferName(p *dissect.Packet, k int) string {
	if k == 0 {
		return "Frame"
	}
	for i := 1; i < len(p.Layers); i++ {
		if int(p.Layers[i].Span.Buf) != k {
			continue
		}
		switch name := p.Layers[i-1].Proto().Name; name {
		case "ip":
			return "Reassembled IPv4"
		case "ipv6", "ipv6.fraghdr":
			return "Reassembled IPv6"
		case "tcp":
			return "Reassembled TCP"
		}
		break
	}
	return "Decrypted Data"
}

// append appends p, sixteen bytes a line: offset, bytes, characters.
func (d Dump) append(b, p []byte) []byte {
	digits := 4
	for len(p)-1 >= 1<<(4*digits) && digits < 8 {
		digits++
	}
	for off := 0; off < len(p); off += 16 {
		line := p[off:min(off+16, len(p))]
		b = field.AppendNibbles(b, uint64(off), digits)
		b = append(b, ' ')
		for _, c := range line {
			b = append(b, ' ', hexDigits[c>>4], hexDigits[c&15])
		}
		b = appendSpaces(b, 3*(16-len(line))+3)
		if d.Plain {
			b = append(b, '\n')
			continue
		}
		if d.Delimit {
			b = append(b, '|')
		}
		for _, c := range line {
			if c < 0x20 || c >= 0x7f {
				c = '.'
			}
			b = append(b, c)
		}
		if d.Delimit {
			b = append(b, '|')
		}
		b = append(b, '\n')
	}
	return b
}
