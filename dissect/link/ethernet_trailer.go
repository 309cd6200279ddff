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

// The smallest frame that Ethernet sends, IEEE 802.3 section 3.2.8, what it carries at
// least, and the check sequence in it.
const (
	minFrame   = 64
	minPayload = 46
	fcsLen     = 4
)

// fcsUnverified is the status of a check sequence that is not computed.
const fcsUnverified = 2

// A sum says whether a frame has a check sequence behind its payload.
type sum uint8

const (
	noSum     sum = iota
	maybeSum      // if four bytes are left in a frame that needs no padding
	certainly     // the capture says so
)

// readTrailer reads what stands behind the payload of a frame of size bytes, of which
// header are before the payload: zeros that pad it to the least payload, bytes of unknown
// kind, which are f, and the check sequence.
func readTrailer(d *field.Decoder, f field.Bytes, size, header int, s sum) {
	keep := 0
	if s == certainly {
		keep = fcsLen
	}
	payload := size - d.Len() - header
	if n := min(minPayload-payload, d.Captured()-keep); n > 0 && payload+d.Len() >= minPayload {
		if n = zeros(d.Peek(n)); n > 0 {
			d.Bytes(ethPadding, n)
		}
	}
	n := d.Len()
	checked := s == certainly || s == maybeSum && size >= minFrame && n >= fcsLen
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
