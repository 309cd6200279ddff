package render

import (
	"unicode/utf8"

	"github.com/pktscope/pktscope/dissect"
)

// The text of a row says the same as its colour.
const (
	bold     = "\x1b[1m"
	colorOff = "\x1b[0m"
)

// A Hue is what packets have a colour for: the colour class of a row.
type Hue uint8

const (
	HueNone  Hue = iota
	HueErr       // dissection failed
	HueFound     // CDP, LLDP
	HueKeys      // key exchange
	HueSafe      // encrypted
	HueTCP
	HueUDP
	HueICMP
	HueLink  // address resolution
	HueFaint // what stands back
	hues     = iota
)

// attributes returns the attributes of a packet of the hue in PSML and PDML, "" for
// none: the colours in which Wireshark shows such packets when nobody has chosen others.
func (h Hue) attributes() string {
	const dark = ` foreground='#12272e' background='`
	return [...]string{
		HueErr:   ` foreground='#f78787' background='#12272e'`,
		HueFound: dark + `#fff3d6'`,
		HueKeys:  dark + `#daeeff'`,
		HueSafe:  dark + `#daeeff'`,
		HueTCP:   dark + `#e7e6ff'`,
		HueUDP:   dark + `#daeeff'`,
		HueICMP:  dark + `#fce0ff'`,
		HueLink:  dark + `#faf0d7'`,
	}[h]
}

// HueOf returns the hue of a packet.
func HueOf(p *dissect.Packet) Hue {
	if p.Err != nil {
		return HueErr
	}
	top := p.Top()
	if top == nil {
		return HueNone
	}
	switch top.Proto().Name {
	case "cdp", "lldp", "fdp", "edp", "stp", "vtp", "udld", "dtp", "pagp", "lacp":
		return HueFound
	case "isakmp":
		return HueKeys
	case "esp", "ah", "udpencap":
		return HueSafe
	case "tcp":
		return HueTCP
	case "udp":
		return HueUDP
	case "icmp", "icmpv6":
		return HueICMP
	case "arp":
		return HueLink
	}
	for i := len(p.Layers) - 1; i >= 0; i-- {
		switch p.Layers[i].Proto().Name {
		case "tcp":
			return HueTCP
		case "udp":
			return HueUDP
		}
	}
	return HueNone
}

// appendPacketTag appends the tag that begins a packet in PSML and PDML.
func (o *Options) appendPacketTag(b []byte, r *Row) []byte {
	b = append(b, "<packet"...)
	if o.Tint {
		b = append(b, HueOf(r.Packet).attributes()...)
	}
	return append(b, ">\n"...)
}

// inColor colours b from index from on.
func inColor(b []byte, from int, color string) []byte {
	if color == "" {
		return b
	}
	n := len(b) - from
	b = append(b, color...)
	copy(b[from+len(color):], b[from:from+n])
	copy(b[from:], color)
	return append(b, colorOff...)
}

// AppendCut appends a line, shortened to width columns of a terminal.
func AppendCut(b, line []byte, width int) []byte {
	at := len(b)
	return cut(append(b, line...), at, width)
}

// cut shortens b from index from on to width columns of a terminal. Text that was
// shortened ends in an ellipsis.
func cut(b []byte, from, width int) []byte {
	if len(b)-from <= width {
		return b
	}
	room, columns := from, 0 // room: index of the ellipsis
	for i := from; i < len(b); {
		r, n := rune(b[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(b[i:])
		}
		columns += runeWidth(r)
		if columns > width {
			return append(b[:room], "…"...)
		}
		i += n
		if columns < width {
			room = i
		}
	}
	return b
}

// runeWidth returns how many columns of a terminal r takes: two for wide characters
// of East Asia and emoji, none for combining marks.
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case r < 0x370, r >= 0x200b && r <= 0x200d, r >= 0xfe00 && r <= 0xfe0f:
		return 0
	case r < 0x1100:
		return 1
	case r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6,
		r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}
