package link

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

var (
	ethPadding = EthernetProto.Bytes("eth.padding", "Padding")
	ethTrailer = EthernetProto.Bytes("eth.trailer", "Trailer")
	ethFCS     = EthernetProto.Uint32("eth.fcs", "Frame check sequence", field.Hex, field.Format(formatFCS))
	ethStatus  = EthernetProto.Generated("eth.fcs.status", "FCS Status", field.Uint, field.Dec, 1, field.Format(formatStatus))
)

// The smallest frame that Ethernet sends, IEEE 802.3 section 3.2.8, and the
// check sequence in it.
const (
	minFrame = 64
	fcsLen   = 4
)

// fcsUnverified is the status of a check sequence that is not computed.
const fcsUnverified = 2

// readTrailer reads what a frame of size bytes has behind its payload: zeros
// that pad it to the smallest frame, bytes of unknown kind, which are f, and
// the check sequence. Whether a capture kept that is rarely said: it did if
// checked says so, or if four bytes are left in a frame that needs no padding.
func readTrailer(d *field.Decoder, f field.Bytes, size int, checked bool) {
	keep := 0
	if checked {
		keep = fcsLen
	}
	if n := min(minFrame-fcsLen-d.Off(), d.Captured()-keep); n > 0 && d.Off()+d.Len() >= minFrame-fcsLen {
		if n = zeros(d.Peek(n)); n > 0 {
			d.Bytes(ethPadding, n)
		}
	}
	n := d.Len()
	checked = checked || size >= minFrame && n >= fcsLen
	if checked {
		n -= fcsLen
	}
	if n = min(n, d.Captured()); n > 0 {
		d.Bytes(f, n)
	}
	if checked && d.Captured() >= fcsLen {
		d.Put(ethFCS, d.Off(), fcsLen, uint64(binary.BigEndian.Uint32(d.Peek(fcsLen))))
		d.Generate(ethStatus, fcsUnverified)
		d.Skip(ethFCS, fcsLen)
	}
}

// zeros returns how many bytes of p, from its start, are zero.
func zeros(p []byte) int {
	for i, c := range p {
		if c != 0 {
			return i
		}
	}
	return len(p)
}

func formatFCS(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Frame check sequence: "...)
	return append(t.AppendShow(b, i), " [unverified]"...)
}

func formatStatus(b []byte, _ *field.Tree, _ int) []byte {
	return append(b, "FCS Status: Unverified"...)
}
