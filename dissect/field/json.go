package field

import "unicode/utf8"

// MarshalJSON implements json.Marshaler: see AppendJSON.
func (t *Tree) MarshalJSON() ([]byte, error) { return t.AppendJSON(nil), nil }

// AppendJSON appends the fields that the detail shows as a JSON array, in the
// order of the wire. Each is an object:
//
//	{"name": "cdp.ttl", "label": "TTL: 180 seconds", "value": "180", "offset": 23, "length": 1}
//
// The label is the line of the detail. The value is a string, as a display filter
// would write it. A subtree has fields within it and may have no name and no
// value; a field that lies in another of the packet's buffers than the first has
// its number, buffer.
func (t *Tree) AppendJSON(b []byte) []byte {
	return t.appendFields(b, 0, int32(len(t.Nodes)))
}

// appendFields appends the siblings from node c up to node end.
func (t *Tree) appendFields(b []byte, c, end int32) []byte {
	sep := byte('[')
	for ; c < end; c = t.Nodes[c].End {
		if t.Nodes[c].Flags&IsHidden != 0 {
			continue
		}
		b = t.appendObject(append(b, sep), c)
		sep = ','
	}
	if sep == '[' {
		b = append(b, sep)
	}
	return append(b, ']')
}

func (t *Tree) appendObject(b []byte, i int32) []byte {
	n := &t.Nodes[i]
	b = append(b, '{')
	if n.Def.Name != "" {
		b = append(append(append(b, `"name":"`...), n.Def.Name...), `",`...)
	}
	b = appendJSONString(append(b, `"label":`...), t.AppendLabel(nil, int(i)))
	if n.Def.Kind != Scope {
		b = appendJSONString(append(b, `,"value":`...), t.AppendShow(nil, int(i)))
	}
	b = AppendUint(append(b, `,"offset":`...), uint64(n.Off))
	b = AppendUint(append(b, `,"length":`...), uint64(n.Len))
	if n.Buf > 0 {
		b = AppendUint(append(b, `,"buffer":`...), uint64(n.Buf))
	}
	if n.End > i+1 {
		b = t.appendFields(append(b, `,"fields":`...), i+1, n.End)
	}
	return append(b, '}')
}

// appendJSONString appends text as a JSON string, RFC 8259, section 7. Bytes that
// are no UTF-8 become U+FFFD.
func appendJSONString(b, text []byte) []byte {
	b = append(b, '"')
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < 0x20 || r == 0x7f:
			b = AppendHex(append(b, `\u00`...), uint64(r), 1)
		case r == '\u2028' || r == '\u2029': // which end a line of JavaScript
			b = AppendHex(append(b, `\u`...), uint64(r), 2)
		default:
			b = utf8.AppendRune(b, r)
		}
		text = text[n:]
	}
	return append(b, '"')
}
