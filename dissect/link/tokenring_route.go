package link

import "github.com/pktscope/pktscope/dissect/field"

var (
	trRIFBytes  = TokenRingProto.Uint8("tr.rif_bytes", "RIF Bytes", field.Dec)
	trBroadcast = TokenRingProto.Generated("tr.broadcast", "Broadcast Type", field.Uint, field.Dec, 1, field.Named(trBroadcastName))
	trMaxFrame  = TokenRingProto.Generated("tr.max_frame_size", "Maximum Frame Size", field.Uint, field.Dec, 1, field.Named(trSizeName))
	trDirection = TokenRingProto.Generated("tr.direction", "Direction", field.Uint, field.Dec, 1, field.Named(trDirectionName))
	trRIF       = TokenRingProto.String("tr.rif", "Ring-Bridge Pairs")
)

func trBroadcastName(v uint64) string {
	switch v {
	case 0 << 5:
		return "Non-broadcast"
	case 4 << 5:
		return "All-routes broadcast"
	case 6 << 5:
		return "Single-route broadcast"
	}
	return ""
}

func trSizeName(v uint64) string {
	return [...]string{"516", "1500", "2052", "4472", "8144", "11407", "17800", "65535"}[v>>4&7]
}

func trDirectionName(v uint64) string {
	if v != 0 {
		return "To originating station (<--)"
	}
	return "From originating station (-->)"
}

// maxRIF is what the five bits of the length can say.
const maxRIF = 31

// decodeRIF reads routing information: ISO/IEC 8802-5, annex C. Its first two
// bytes are control, the others pairs of a ring and the bridge behind it.
func decodeRIF(d *field.Decoder) {
	b := d.Peek(2)
	if b == nil {
		d.Skip(trRIFBytes, 2)
		return
	}
	off, n := d.Off(), int(b[0]&maxRIF)&^1
	control, flags := uint64(b[0]), uint64(b[1])
	d.Skip(trRIFBytes, max(n, 2))
	d.Put(trRIFBytes, off, 1, control&maxRIF)
	d.Put(trBroadcast, off, 1, control&0xe0)
	d.Put(trMaxFrame, off+1, 1, flags&0x70)
	d.Put(trDirection, off+1, 1, flags&0x80)
	if n > 2 && d.Tree() != nil && !d.Bad() {
		var text [16 * len("001-1-")]byte
		d.GenerateText(trRIF, appendRoute(text[:0], d.Since(off+2)))
	}
}

// appendRoute appends "001-1-002": the last ring has no bridge behind it.
func appendRoute(b, pairs []byte) []byte {
	for len(pairs) >= 2 {
		v := uint64(pairs[0])<<8 | uint64(pairs[1])
		b = field.AppendNibbles(b, v>>4, 3)
		if pairs = pairs[2:]; len(pairs) >= 2 {
			b = append(b, '-')
			b = append(field.AppendNibbles(b, v, 1), '-')
		}
	}
	return b
}
