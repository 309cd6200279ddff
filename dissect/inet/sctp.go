package inet

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// SCTPProto declares the fields of SCTP.
var SCTPProto = field.NewProto("sctp", "SCTP", "Stream Control Transmission Protocol")

var _ = SCTPProto.FormatBy(appendSCTPTitle)

// RFC 9260, section 3: the common header, and what every chunk begins with.
var (
	sctpSrcPort  = SCTPProto.Uint16("sctp.srcport", "Source port", field.Dec)
	sctpDstPort  = SCTPProto.Uint16("sctp.dstport", "Destination port", field.Dec)
	sctpTag      = SCTPProto.Uint32("sctp.verification_tag", "Verification tag", field.Hex)
	sctpChecksum = SCTPProto.Uint32("sctp.checksum", "Checksum", field.Hex, field.Format(appendUnverified))
	sctpStatus   = SCTPProto.Generated("sctp.checksum.status", "Checksum Status", field.Uint, field.Dec, 1, field.Named(checksumName), field.Format(appendChecksumStatus))
	sctpChunk    = SCTPProto.Scope("Chunk", field.Format(appendChunkTitle))
	sctpType     = SCTPProto.Uint8("sctp.chunk_type", "Chunk type", field.Dec, field.Format(appendChunkType))
	sctpFlags    = SCTPProto.Uint8("sctp.chunk_flags", "Chunk flags", field.Hex)
	sctpLength   = SCTPProto.Uint16("sctp.chunk_length", "Chunk length", field.Dec)
	sctpPadding  = SCTPProto.Bytes("sctp.chunk_padding", "Chunk padding")
	sctpValue    = SCTPProto.Bytes("sctp.chunk_value", "Chunk value")
	sctpRest     = SCTPProto.Bytes("pktscope.sctp.chunk_rest", "Chunk value") // of a chunk whose type has a name

	_ = SCTPProto.Alias("sctp.port", "Port", sctpSrcPort, sctpDstPort) /*?*/
)

// An SCTP is a packet's common header, RFC 9260 section 3.1, and its chunks.
type SCTP struct {
	Src, Dst         netip.Addr // the network layer's
	SrcPort, DstPort uint16
	Tag              uint32
	Checksum         uint32
	Chunks           []byte // as they lie on the wire
	Protocol         uint32 // what the first whole user message is
	Facts            SCTPFacts

	ported bool // the ports were there to be read
}

// SCTPFacts are what only the association tells of a packet. The tracker
// leaves them.
type SCTPFacts struct {
	TSNBase uint32 // the first of this direction
	AckBase uint32 // and of the other
}

// ClearFacts implements dissect.Stateful.
func (m *SCTP) ClearFacts() { m.Facts = SCTPFacts{} }

// Proto implements dissect.Message.
func (*SCTP) Proto() *field.Proto { return SCTPProto }

// Decode reads the header and every chunk.
func (m *SCTP) Decode(d *field.Decoder) error {
	*m = SCTP{Src: d.Env.Src, Dst: d.Env.Dst, Facts: m.Facts}
	mark := d.Begin(&SCTPProto.Def)
	m.SrcPort = d.Uint16(sctpSrcPort)
	m.DstPort = d.Uint16(sctpDstPort)
	m.ported = !d.Bad()
	d.Env.SrcPort, d.Env.DstPort = m.SrcPort, m.DstPort
	m.Tag = d.Uint32(sctpTag)
	m.Checksum = d.Uint32(sctpChecksum)
	d.GenerateAt(sctpStatus, d.Off()-4, checksumUnverified)
	m.Chunks = d.Peek(d.Captured())
	for d.More() {
		m.decodeChunk(d)
	}
	d.End(mark)
	return d.Err()
}

// decodeChunk reads one chunk and the zeros that fill its last word.
func (m *SCTP) decodeChunk(d *field.Decoder) {
	mark := d.Begin(sctpChunk)
	kind := d.Uint8(sctpType)
	d.Title(mark, uint64(kind))
	d.Uint8(sctpFlags)
	n := int(d.Uint16(sctpLength))
	if d.Bad() {
		d.End(mark)
		return
	}
	if n < sctpChunkHeader {
		d.Malformed(sctpLength)
		d.End(mark)
		return
	}
	pad := min(-n&3, max(d.Len()-(n-sctpChunkHeader), 0))
	d.Limit(mark, sctpLength, n+pad)
	m.decodeChunkBody(d, kind, n-sctpChunkHeader)
	if pad > 0 {
		d.Bytes(sctpPadding, pad)
	}
	d.End(mark)
}

func (m *SCTP) decodeChunkBody(d *field.Decoder, kind uint8, n int) {
	end := d.Off() + n
	switch {
	case kind == sctpData && n >= 12:
		m.decodeData(d)
		if size := end - d.Off(); size > 0 {
			if _, have := d.TakePayload(); !have {
				d.PayloadN(size)
			}
		}
		d.Skip(sctpValue, end-d.Off())
		return
	case (kind == sctpInit || kind == sctpInitAck) && n >= 16:
		decodeInit(d, kind)
		if b := d.Peek(end - d.Off()); paddedWithin(b) {
			d.Env.Flawed = true
		}
	case kind == sctpSACK && n >= 12:
		m.decodeSACK(d)
	case kind == sctpShutdown && n >= 4:
		d.Uint32(sctpShutTSN)
	}
	switch left := end - d.Off(); {
	case left <= 0:
	case sctpChunkName(kind) == "RESERVED":
		d.Bytes(sctpValue, left)
	default:
		d.Bytes(sctpRest, left)
	}
}

// Next guesses by payload protocol identifier, then by port.
func (m *SCTP) Next(i int) field.Key {
	return nextPort(field.SCTPPort, m.SrcPort, m.DstPort, i)
}

// HasPorts reports whether the ports were there to be read.
func (m *SCTP) HasPorts() bool { return m.ported }

// AppendSummary appends "SACK (Ack=0, Arwnd=102384) DATA (TSN=0) ".
func (m *SCTP) AppendSummary(b []byte, _ *field.Names) []byte {
	for c := m.Chunks; len(c) >= sctpChunkHeader; {
		kind, n := c[0], int(be16(c[2:]))
		b = append(append(b, sctpChunkName(kind)...), ' ')
		if n < sctpChunkHeader {
			break
		}
		b = m.appendChunk(b, kind, c[1], c[sctpChunkHeader:min(n, len(c))])
		c = c[min(n+-n&3, len(c)):]
	}
	return b
}

func (m *SCTP) appendChunk(b []byte, kind, flags uint8, v []byte) []byte {
	switch {
	case kind == sctpData && len(v) >= 4:
		b = field.AppendUint(append(b, "(TSN="...), uint64(be32(v)-m.Facts.TSNBase))
		b = append(b, ") "...)
		if flags&sctpWhole != sctpWhole {
			b = append(b, "(Message Fragment) "...)
		}
	case kind == sctpSACK && len(v) >= 12:
		b = field.AppendUint(append(b, "(Ack="...), uint64(be32(v)-m.Facts.AckBase))
		gaps := int(be16(v[8:]))
		if gaps > 0 && len(v) >= 12+4*gaps {
			b = field.AppendUint(append(b, '+'), uint64(be16(v[12+4*gaps-2:])))
		}
		b = field.AppendUint(append(b, ", Arwnd="...), uint64(be32(v[4:])))
		b = append(b, ") "...)
	}
	return b
}

// FirstTSN is the number of the packet's first DATA.
func (m *SCTP) FirstTSN() (tsn uint32, ok bool) {
	for c := m.Chunks; len(c) >= sctpChunkHeader; {
		n := int(be16(c[2:]))
		switch {
		case c[0] == sctpData && len(c) >= 8:
			return be32(c[4:]), true
		case n < sctpChunkHeader:
			return 0, false
		}
		c = c[min(n+-n&3, len(c)):]
	}
	return 0, false
}
