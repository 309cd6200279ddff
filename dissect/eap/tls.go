package eap

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/tls"
)

// EAP-TLS, RFC 5216, section 3, and the methods that begin like it: EAP-TTLS (RFC 5281),
// PEAP, EAP-FAST (RFC 4851). Wireshark hands their records to its dissector of TLS;
// fields of records are pktscope's own here.
var (
	fTLSFlags = Proto.Uint8("eap.tls.flags", "EAP-TLS Flags", field.Hex, field.Bits(fTLSHasLen, fTLSMore, fTLSStart))
	// fTTLSFlags is the form of methods that have versions.
	fTTLSFlags  = Proto.Uint8("eap.tls.flags", "EAP-TLS Flags", field.Hex, field.Bits(fTLSHasLen, fTLSMore, fTLSStart, fTLSVersion))
	fTLSHasLen  = Proto.Bit("eap.tls.flags.len_included", "Length Included", flagLength, field.Size(1))
	fTLSMore    = Proto.Bit("eap.tls.flags.more_fragments", "More Fragments", 0x40, field.Size(1))
	fTLSStart   = Proto.Bit("eap.tls.flags.start", "Start", 0x20, field.Size(1))
	fTLSVersion = Proto.Uint8("eap.tls.flags.version", "Version", field.Dec, field.Mask(0x07))
	fTLSLen     = Proto.Uint32("eap.tls.len", "EAP-TLS Length", field.Dec)

	fRecord        = Proto.None("pktscope.eap.tls.record", "TLS Record", field.Format(formatRecord))
	fContentType   = Proto.Uint8("pktscope.eap.tls.record.content_type", "Content Type", field.Dec, field.Named(tls.ContentName))
	fRecordVersion = Proto.Uint16("pktscope.eap.tls.record.version", "Version", field.Hex, field.Named(tls.VersionName))
	fRecordLen     = Proto.Uint16("pktscope.eap.tls.record.length", "Length", field.Dec)
	fHandshake     = Proto.None("pktscope.eap.tls.handshake", "Handshake Protocol", field.Format(formatHandshake))
	fHandshakeType = Proto.Uint8("pktscope.eap.tls.handshake.type", "Handshake Type", field.Dec, field.Named(tls.HandshakeName))
	fHandshakeLen  = Proto.Uint24("pktscope.eap.tls.handshake.length", "Length", field.Dec)
	fSecret        = Proto.Bytes("pktscope.eap.tls.handshake.encrypted", "Encrypted Handshake Message")
	fAlertLevel    = Proto.Uint8("pktscope.eap.tls.alert.level", "Alert Level", field.Dec, field.Named(alertLevel))
	fAlert         = Proto.Uint8("pktscope.eap.tls.alert.description", "Alert Description", field.Dec, field.Named(alertName))
	fSecretAlert   = Proto.Bytes("pktscope.eap.tls.alert.encrypted", "Encrypted Alert")
	fTLSPart       = Proto.Bytes("pktscope.eap.tls.part", "TLS Data")
)

const (
	flagLength = 0x80

	recordHeader    = 5 // RFC 8446, section 5.1
	handshakeHeader = 4 // section 4
	maxRecord       = 1<<14 + 2048
)

// Content types of a record: RFC 8446, appendix B.1.
const (
	contentCipherSpec = 20
	contentAlert      = 21
	contentHandshake  = 22
	contentData       = 23
)

// tunnel reads the flags and the records of a method that is TLS.
func tunnel(d *field.Decoder, flagsField field.U8) {
	if flags := d.Uint8(flagsField); flags&flagLength != 0 {
		d.Uint32(fTLSLen)
	}
	for secret := false; d.More(); {
		if !isRecord(d.Peek(recordHeader)) {
			d.Bytes(fTLSPart, d.Len())
			return
		}
		secret = record(d, secret) || secret
	}
}

// isRecord reports whether b is the header of a record. What a fragment of EAP goes on
// with, RFC 5216, section 2.1.5, hardly ever looks like one.
func isRecord(b []byte) bool {
	if b == nil {
		return false
	}
	version, n := binary.BigEndian.Uint16(b[1:]), binary.BigEndian.Uint16(b[3:])
	return b[0] >= contentCipherSpec && b[0] <= contentData && version >= 0x0300 && version <= 0x0304 && n > 0 && n <= maxRecord
}

// record reads a record, as much of it as the fragment has. secret says that messages
// are encrypted; record reports whether those behind it are.
func record(d *field.Decoder, secret bool) (changes bool) {
	m := d.Begin(fRecord)
	typ := d.Uint8(fContentType)
	d.Uint16(fRecordVersion)
	size := int(d.Uint16(fRecordLen))
	d.Limit(m, fRecordLen, recordHeader+min(size, d.Len()))
	switch {
	case typ == contentHandshake && secret:
		d.Bytes(fSecret, d.Len())
	case typ == contentHandshake:
		handshakes(d, size)
	case typ == contentAlert && size == 2:
		d.Uint8(fAlertLevel)
		d.Uint8(fAlert)
	case typ == contentAlert:
		d.Bytes(fSecretAlert, d.Len())
	default:
		d.Skip(fRecord, d.Len())
	}
	d.End(m)
	return typ == contentCipherSpec
}

// handshakes reads the messages of a record with size bytes, of which the last may go on
// in another fragment. What is no message is encrypted.
func handshakes(d *field.Decoder, size int) {
	for first := true; d.More(); first = false {
		b := d.Peek(handshakeHeader)
		if b == nil || tls.HandshakeName(uint64(b[0])) == "" || handshakeHeader+length24(b[1:]) > size {
			if first {
				d.Bytes(fSecret, d.Len())
			} else {
				d.Bytes(fTLSPart, d.Len())
			}
			return
		}
		m := d.Begin(fHandshake)
		d.Uint8(fHandshakeType)
		n := int(d.Uint24(fHandshakeLen))
		d.Skip(fHandshake, min(n, d.Len()))
		d.End(m)
		size -= handshakeHeader + n
	}
}

func length24(b []byte) int { return int(b[0])<<16 | int(b[1])<<8 | int(b[2]) }

// formatRecord appends "TLSv1.2 Record Layer: Handshake Protocol: Client Hello".
func formatRecord(b []byte, t *field.Tree, i int) []byte {
	if n := t.Child(i, fRecordVersion); n >= 0 {
		b = tls.AppendVersion(b, t.Nodes[n].Val)
	}
	b = append(b, " Record Layer: "...)
	n := t.Child(i, fContentType)
	if n < 0 {
		return b
	}
	switch t.Nodes[n].Val {
	case contentHandshake:
		return appendHandshakes(append(b, "Handshake Protocol: "...), t, i)
	case contentAlert:
		return appendAlert(b, t, i)
	case contentCipherSpec:
		return append(b, "Change Cipher Spec Protocol: Change Cipher Spec"...)
	}
	return append(b, "Application Data"...)
}

// appendHandshakes names the only message of record i, or says that there are several.
func appendHandshakes(b []byte, t *field.Tree, i int) []byte {
	m := t.Child(i, fHandshake)
	switch {
	case m < 0:
		return append(b, "Encrypted Handshake Message"...)
	case t.Next(m, fHandshake) >= 0:
		return append(b, "Multiple Handshake Messages"...)
	}
	return appendHandshakeType(b, t, m)
}

func appendHandshakeType(b []byte, t *field.Tree, i int) []byte {
	if n := t.Child(i, fHandshakeType); n >= 0 {
		b = append(b, tls.HandshakeName(t.Nodes[n].Val)...)
	}
	return b
}

func appendAlert(b []byte, t *field.Tree, i int) []byte {
	level, what := t.Child(i, fAlertLevel), t.Child(i, fAlert)
	if level < 0 || what < 0 {
		return append(b, "Encrypted Alert"...)
	}
	b = append(append(b, "Alert (Level: "...), alertLevel(t.Nodes[level].Val)...)
	return append(append(append(b, ", Description: "...), alertName(t.Nodes[what].Val)...), ')')
}

// formatHandshake appends "Handshake Protocol: Client Hello".
func formatHandshake(b []byte, t *field.Tree, i int) []byte {
	return appendHandshakeType(append(b, "Handshake Protocol: "...), t, i)
}
