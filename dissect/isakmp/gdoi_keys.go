package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// The Key Download payload, RFC 6407, section 5.6.
var (
	fKeyPackets = Proto.Uint16("isakmp.kd.num_pkt", "Number of Key Packets", field.Dec)
	fKeyPacket  = Proto.None("isakmp.kd.payload", "Key Download Payload")
	fKeyType    = Proto.Uint8("isakmp.kd.payload.type", "Type", field.Dec, field.Named(keyPacketNames.name))
	fKeyLength  = Proto.Uint16("isakmp.kd.payload.length", "Length", field.Dec)
	fKeySPISize = Proto.Uint8("isakmp.kd.payload.spi_size", "SPI Size", field.Dec)
	fKeySPI     = Proto.Bytes("isakmp.kd.payload.spi", "SPI")

	tekKeyAttrs = declareAttrs("isakmp.key_download.attr", "Key download Tek Attribute", tekKeyNames, noMeaning)
	kekKeyAttrs = declareAttrs("isakmp.key_download.attr", "Key download Kek Attribute", kekKeyNames, noMeaning)
	lkhKeyAttrs = declareAttrs("isakmp.key_download.attr", "Key download Lkh Attribute", lkhKeyNames, noMeaning)
	sidKeyAttrs = declareAttrs("isakmp.key_download.attr", "Key download Sid Attribute", sidKeyNames, noMeaning)
)

// Types of a key packet whose attributes differ from those of a TEK.
const (
	keyKEK = 2
	keyLKH = 3
	keySID = 4
)

// keyDownload reads a Key Download payload.
func keyDownload(d *field.Decoder) {
	count := d.Uint16(fKeyPackets)
	d.Bytes(fReserved, 2)
	for ; count > 0 && d.More(); count-- {
		keyPacket(d)
	}
}

// keyPacket reads one key packet.
func keyPacket(d *field.Decoder) {
	m := d.Begin(fKeyPacket)
	attrs := &tekKeyAttrs
	switch d.Uint8(fKeyType) {
	case keyKEK:
		attrs = &kekKeyAttrs
	case keyLKH:
		attrs = &lkhKeyAttrs
	case keySID:
		attrs = &sidKeyAttrs
	}
	d.Uint8(fReserved1)
	d.Limit(m, fKeyLength, int(d.Uint16(fKeyLength)))
	if size := int(d.Uint8(fKeySPISize)); size > 0 {
		d.Bytes(fKeySPI, size)
	}
	for d.More() {
		attrs.decode(d)
	}
	d.End(m)
}

// noMeaning gives values no field of their own.
func noMeaning(uint16, int) field.Field { return nil }

func kekMeaning(typ uint16, _ int) field.Field {
	switch typ {
	case 1:
		return fKEKManagement
	case 2:
		return fKEKAlgorithm
	case 3:
		return fKEKKeyLength
	case 4:
		return fKEKLifetime
	case 5:
		return fKEKSigHash
	case 6:
		return fKEKSig
	case 7:
		return fKEKSigLength
	}
	return nil
}
