package render

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
)

// appendBuffers appends the bytes of the frame and of the buffers that were
// reassembled or decrypted from it, and an empty line. If there are several, each has
// its name above it.
func appendBuffers(b []byte, r *Row) []byte {
	for k, buf := range r.Packet.Bufs {
		if len(r.Packet.Bufs) > 1 {
			b = append(append(b, bufferName(r.Packet, k)...), " ("...)
			b = field.AppendUint(b, uint64(len(buf)))
			if len(buf) == 1 {
				b = append(b, " byte):\n"...)
			} else {
				b = append(b, " bytes):\n"...)
			}
		}
		b = appendDump(b, buf)
	}
	return append(b, '\n')
}

// bufferName names buffer k of p by its origin: the layer before the first one that
// reads the buffer has made it.
func bufferName(p *dissect.Packet, k int) string {
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

// appendDump appends p, sixteen bytes a line: offset, bytes, characters.
func appendDump(b, p []byte) []byte {
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
		for _, c := range line {
			if c < 0x20 || c >= 0x7f {
				c = '.'
			}
			b = append(b, c)
		}
		b = append(b, '\n')
	}
	return b
}
