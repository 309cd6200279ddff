package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// Proto declares the fields of ISAKMP.
var Proto = field.NewProto("isakmp", "ISAKMP", "Internet Security Association and Key Management Protocol")

// RFC 2408, section 3.1, and RFC 7296, section 3.1.
var (
	fISPI      = Proto.Bytes("isakmp.ispi", "Initiator SPI", field.Size(8), field.At(0))
	fRSPI      = Proto.Bytes("isakmp.rspi", "Responder SPI", field.Size(8), field.At(8))
	fNext      = Proto.Uint8("isakmp.nextpayload", "Next payload", field.Dec, field.Named(payloadNames.name))
	fVersion   = Proto.Uint8("isakmp.version", "Version", field.Hex, field.Bits(fMajor, fMinor), field.Format(formatVersion))
	fMajor     = Proto.Uint8("isakmp.mjver", "MjVer", field.Hex, field.Mask(0xf0))
	fMinor     = Proto.Uint8("isakmp.mnver", "MnVer", field.Hex, field.Mask(0x0f))
	fExchange  = Proto.Uint8("isakmp.exchangetype", "Exchange type", field.Dec, field.At(18), field.Named(exchangeName))
	fExchange2 = Proto.Uint8("isakmp.exchangetype", "Exchange type", field.Dec, field.At(18), field.Named(exchangeName2))
	fMessageID = Proto.Uint32("isakmp.messageid", "Message ID", field.Hex, field.At(20))
	fLength    = Proto.Uint32("isakmp.length", "Length", field.Dec, field.At(24), field.Format(formatLength))
	fExtra     = Proto.Bytes("isakmp.extradata", "Extra data")
)

// The flags are other bits in each version.
var (
	fFlags  = Proto.Uint8("isakmp.flags", "Flags", field.Hex, field.Bits(fFlagE, fFlagC, fFlagA))
	fFlags2 = Proto.Uint8("isakmp.flags", "Flags", field.Hex, field.Bits(fFlagI, fFlagV, fFlagR), field.Format(formatFlags2))
	fFlags0 = Proto.Uint8("isakmp.flags", "Flags", field.Hex)

	fFlagE = Proto.Bit("isakmp.flag_e", "Encryption", uint64(FlagEncrypted), field.Two("Encrypted", "Not encrypted"))
	fFlagC = Proto.Bit("isakmp.flag_c", "Commit", uint64(FlagCommit), field.Two("Commit", "No commit"))
	fFlagA = Proto.Bit("isakmp.flag_a", "Authentication", uint64(FlagAuthOnly), field.Two("Authentication", "No authentication"))
	fFlagI = Proto.Bit("isakmp.flag_i", "Initiator", uint64(FlagInitiator), field.Two("Initiator", "Responder"))
	fFlagV = Proto.Bit("isakmp.flag_v", "Version", uint64(FlagVersion), field.Two("A higher version enabled", "No higher version"))
	fFlagR = Proto.Bit("isakmp.flag_r", "Response", uint64(FlagResponse), field.Two("Response", "Request"))
)

// HeaderSize is the length of the header; no message is shorter.
const HeaderSize = 28

// A Header is what every message begins with.
type Header struct {
	InitiatorSPI, ResponderSPI SPI // IKEv1's cookies
	NextPayload                PayloadType
	Version                    uint8
	Exchange                   Exchange
	Flags                      Flags
	MessageID, Length          uint32
}

// Major is the major version: 1 for IKEv1, 2 for IKEv2.
func (h *Header) Major() uint8 { return h.Version >> 4 }

func (h *Header) decode(d *field.Decoder) {
	copy(h.InitiatorSPI[:], d.Bytes(fISPI, 8))
	copy(h.ResponderSPI[:], d.Bytes(fRSPI, 8))
	h.NextPayload = PayloadType(d.Uint8(fNext))
	h.Version = d.Uint8(fVersion)
	switch h.Major() {
	case 1:
		h.Exchange = Exchange(d.Uint8(fExchange))
		h.Flags = Flags(d.Uint8(fFlags))
	case 2:
		h.Exchange = Exchange(d.Uint8(fExchange2))
		h.Flags = Flags(d.Uint8(fFlags2))
	default: // of an unknown version, whose exchange types are unknown
		d.Skip(fExchange, 1)
		h.Flags = Flags(d.Uint8(fFlags0))
	}
	h.MessageID = d.Uint32(fMessageID)
	h.Length = d.Uint32(fLength)
}

// maxRest is the most bytes behind a header whose length Wireshark does not call bogus.
const maxRest = 1<<31 - 1

func formatLength(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	if v <= maxRest+HeaderSize {
		return field.AppendUint(append(b, "Length: "...), v)
	}
	b = field.AppendUint(append(b, "Length: (bogus, length is "...), v)
	return append(b, ", which is too large)"...)
}

func formatVersion(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = append(field.AppendUint(append(b, "Version: "...), v>>4), '.')
	return field.AppendUint(b, v&15)
}

// formatFlags2 appends "Flags: 0x08 (Initiator, No higher version, Request)".
func formatFlags2(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendHex(append(b, "Flags: 0x"...), v, 1)
	sep := " ("
	for c := i + 1; c < int(t.Nodes[i].End); c++ {
		b = append(append(b, sep...), t.Nodes[c].Def.Names(t.Nodes[c].Val)...)
		sep = ", "
	}
	return append(b, ')')
}
