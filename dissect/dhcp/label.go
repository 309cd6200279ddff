package dhcp

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/field"
)

// appendTitle appends "Dynamic Host Configuration Protocol (Discover)".
func appendTitle(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	for c := t.Child(i, fOptionName); c >= 0; c = t.Next(c, fOptionName) {
		if raw := t.Bytes(c); len(raw) > 2 && raw[0] == optionMessageType {
			return append(appendMessage(append(b, " ("...), raw[2], false), ')')
		}
	}
	return b
}

// fOptionName has the name that fOption will have: appendTitle may not name fOption
// itself, whose declaration names appendOption.
var fOptionName = &field.Def{Name: "dhcp.option.type"}

// appendFlags appends "Bootp flags: 0x8000, Broadcast flag (Broadcast)".
func appendFlags(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendHex(append(b, "Bootp flags: 0x"...), v, 2)
	if v&flagBroadcast != 0 {
		return append(b, ", Broadcast flag (Broadcast)"...)
	}
	return append(b, " (Unicast)"...)
}

func appendServer(b []byte, t *field.Tree, i int) []byte {
	return appendGiven(b, t, i, "Server host name")
}

func appendFile(b []byte, t *field.Tree, i int) []byte {
	return appendGiven(b, t, i, "Boot file name")
}

// appendGiven appends a text, or that there is none.
func appendGiven(b []byte, t *field.Tree, i int, label string) []byte {
	text, _, _ := bytes.Cut(t.Bytes(i), []byte{0})
	b = append(b, label...)
	if len(text) == 0 {
		return append(b, " not given"...)
	}
	return field.AppendEscaped(append(b, ": "...), text)
}

// appendHardware appends as much of the address as its length says, a field before it.
func appendHardware(b []byte, t *field.Tree, i int) []byte {
	raw := t.Bytes(i)
	if c := t.Child(int(t.Nodes[i].Parent), fHWLen); c >= 0 {
		raw = raw[:min(int(t.Nodes[c].Val), len(raw))]
	}
	return field.AppendBytes(append(b, "Client hardware address: "...), raw, 0)
}

func appendCookie(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Magic cookie: "...)
	if string(t.Bytes(i)) == "\x63\x82\x53\x63" {
		return append(b, "DHCP"...)
	}
	return t.AppendShow(b, i)
}

// appendSeconds appends "IP Address Lease Time: 1 day (86400)".
func appendSeconds(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(b, n.Def.Label...), ": "...)
	switch n.Val {
	case 0:
		return append(b, "0 seconds (0)"...)
	case 1<<32 - 1:
		return append(b, "infinity (-1)"...)
	}
	b = append(field.AppendDuration(b, int64(n.Val)*1e9), " ("...)
	return append(field.AppendUint(b, n.Val), ')')
}

// appendOffset is appendSeconds for a number that may be negative.
func appendOffset(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(b, n.Def.Label...), ": "...)
	if n.Val == 0 {
		return append(b, "0 seconds (0)"...)
	}
	b = append(field.AppendDuration(b, int64(n.Val)*1e9), " ("...)
	return append(t.AppendShow(b, i), ')')
}

// appendMessage appends the name of a type of messages; padded to the width that the
// Info column has for the commoner ones.
func appendMessage(b []byte, v uint8, padded bool) []byte {
	name := messageName(uint64(v))
	if name == "" {
		return append(field.AppendNibbles(append(b, "Unknown Message Type (0x"...), uint64(v), 2), ')')
	}
	b = append(b, name...)
	const width = 8
	for n := len(name); padded && n < width; n++ {
		b = append(b, ' ')
	}
	return b
}

// appendOption appends "Option: (54) DHCP Server Identifier (192.0.2.1)".
func appendOption(b []byte, t *field.Tree, i int) []byte {
	raw := t.Bytes(i)
	if len(raw) == 0 {
		return append(b, "Option"...)
	}
	b = field.AppendUint(append(b, "Option: ("...), uint64(raw[0]))
	switch raw[0] {
	case optionPad:
		return append(b, ") Padding"...)
	case optionEnd:
		return append(b, ") End"...)
	}
	o := optionOf(raw[0])
	b = append(append(b, ") "...), o.name...)
	switch {
	case o.form == messageTypeForm && len(raw) > 2:
		return append(appendMessage(append(b, " ("...), raw[2], false), ')')
	case o.form == addressForm && len(raw) == 6:
		return append(field.AppendIPv4(append(b, " ("...), [4]byte(raw[2:])), ')')
	}
	return b
}

// appendRequest appends "Parameter Request List Item: (1) Subnet Mask".
func appendRequest(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendUint(append(b, "Parameter Request List Item: ("...), v)
	return append(append(b, ") "...), optionName(v)...)
}

// appendRoute appends " 10.0.1.0/24-192.0.2.1": RFC 3442.
func appendRoute(b []byte, t *field.Tree, i int) []byte {
	raw := t.Bytes(i)
	b = append(b, ' ')
	if len(raw) < 5 {
		return b
	}
	width, dest := raw[0], raw[1:len(raw)-4]
	if width == 0 {
		b = append(b, "default"...)
	} else {
		var a [4]byte
		copy(a[:], dest)
		b = field.AppendUint(append(field.AppendIPv4(b, a), '/'), uint64(width))
	}
	return field.AppendIPv4(append(b, '-'), [4]byte(raw[len(raw)-4:]))
}

// appendAgent appends "Option 82 Suboption: (5) Link selection (192.0.2.0)".
func appendAgent(b []byte, t *field.Tree, i int) []byte {
	raw := t.Bytes(i)
	if len(raw) == 0 {
		return append(b, "Option 82 Suboption"...)
	}
	o := suboptionOf(raw[0])
	b = field.AppendUint(append(b, "Option 82 Suboption: ("...), uint64(raw[0]))
	b = append(append(b, ") "...), o.name...)
	if o.form == addressForm && len(raw) == 6 {
		return append(field.AppendIPv4(append(b, " ("...), [4]byte(raw[2:])), ')')
	}
	return b
}

// appendFQDNFlags appends "Flags: 0x05, Encoding, Server".
func appendFQDNFlags(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendHex(append(b, "Flags: 0x"...), v, 1)
	for bit := 3; bit >= 0; bit-- {
		if v>>bit&1 != 0 {
			b = append(b, [...]string{", Server", ", Server overrides", ", Encoding", ", Server DDNS"}[bit]...)
		}
	}
	return b
}
