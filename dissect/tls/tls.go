// Package tls dissects the records of TLS (RFC 8446 and 5246) as far as they are not
// encrypted: the hellos with their extensions, and alerts.
package tls

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// Content types of records: RFC 8446, section 5.1.
const (
	cipherSpec  = 20
	alert       = 21
	handshake   = 22
	application = 23
	heartbeat   = 24
)

// Messages of the handshake, and extensions: RFC 8446, sections 4 and 4.2.
const (
	clientHello = 1
	serverHello = 2

	serverNames       = 0
	alpn              = 16
	supportedVersions = 43
)

const (
	HeaderLen = 5 // of a record
	maxRecord = 1<<14 + 2048
	maxInfo   = 64 // records that the Info column tells
)

// A Packet is the whole records that a segment begins with. It declines what does not
// begin with one.
type Packet struct {
	Data []byte // aliases the packet
	Wire int    // its length before the capture cut it

	declined, silent bool
	part             bool // of a record that a later segment ends
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Declines implements dissect.Tentative.
func (p *Packet) Declines() bool { return p.declined }

// Silent implements dissect.Silent.
func (p *Packet) Silent() bool { return p.silent || p.part }

// AppendPath implements dissect.Pathed: frame.protocols has TLS where a record ends.
func (p *Packet) AppendPath(b []byte) []byte {
	if p.part {
		return b
	}
	return append(b, Proto.Name...)
}

// Next implements dissect.Carrier: bytes behind the last whole record are of a record
// that goes on, and of no protocol.
func (p *Packet) Next(int) field.Key { return field.Key{} }

// Key leads to records that were put together from several segments. No bytes stand for
// the part of a record that a segment holds before that with its end.
var Key = field.NewKey("tls.records")

// RecordLength returns the length of the record that b begins with, its header included;
// 0 while b is too short to tell. ok is false where b cannot begin a record.
func RecordLength(b []byte) (n int, ok bool) {
	switch {
	case len(b) > 0 && (b[0] < cipherSpec || b[0] > heartbeat), len(b) > 1 && b[1] != 3, len(b) > 2 && b[2] > 4:
		return 0, false
	case len(b) < HeaderLen:
		return 0, true
	}
	n = int(binary.BigEndian.Uint16(b[3:]))
	if n == 0 || n > maxRecord {
		return 0, false
	}
	return HeaderLen + n, true
}

// record returns the length of the record that data begins with, of which wire bytes
// were sent, 0 where it is none or not whole.
func record(data []byte, wire int) int {
	n, _ := RecordLength(data)
	if n > wire {
		return 0
	}
	return n
}

// Decode reads the records.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{Data: d.Peek(d.Captured()), Wire: d.Len()}
	if p.part = d.Env.Key == Key && p.Wire == 0; p.part {
		d.End(d.Begin(&Proto.Def))
		return d.Err()
	}
	const least = HeaderLen + 1
	p.silent = len(p.Data) < least && p.Wire >= least
	if p.declined = d.Env.Fragment || !p.silent && record(p.Data, p.Wire) == 0; p.declined {
		return nil
	}
	m := d.Begin(&Proto.Def)
	secret := false // what follows is encrypted
	for at := 0; at <= len(p.Data); {
		n := record(p.Data[at:], p.Wire-at)
		if n == 0 {
			break
		}
		secret = readRecord(d, n, secret)
		if d.Bad() {
			break
		}
		at += n
	}
	if len(p.Data) < p.Wire {
		d.Skip(&Proto.Def, d.Len()) // which fails: the rest was not captured
	}
	d.End(m)
	return d.Err()
}

// readRecord reads a record of n bytes, and reports whether what follows is encrypted.
func readRecord(d *field.Decoder, n int, secret bool) bool {
	m := d.Begin(fRecord)
	d.Limit(m, fLength, n)
	typ := d.Uint8(fContent)
	d.Uint16(fVersion)
	d.Uint16(fLength)
	readContent(d, typ, secret)
	d.Skip(fRecord, d.Len())
	d.End(m)
	return secret || typ == cipherSpec
}

func readContent(d *field.Decoder, typ uint8, secret bool) {
	switch typ {
	case cipherSpec:
		whole(d, fCipherSpec)
	case alert:
		if b := d.Peek(2); d.Len() == 2 && len(b) == 2 && LevelName(uint64(b[0])) != "" {
			m := d.Begin(fAlert)
			d.Uint8(fLevel)
			d.Uint8(fDesc)
			d.End(m)
			return
		}
		whole(d, fSecret)
	case handshake:
		if secret || !plain(d.Peek(min(4, d.Captured()))) {
			whole(d, fEncrypted)
			return
		}
		for d.More() && plain(d.Peek(min(4, d.Captured()))) {
			readHandshake(d)
		}
	case application:
		if n := d.Len(); n <= d.Captured() {
			d.Bytes(fAppData, n)
		}
	}
}

// whole reads the rest of the scope as f.
func whole(d *field.Decoder, f field.Field) {
	m := d.Begin(f)
	d.Skip(f, d.Len())
	d.End(m)
}

// plain reports whether b can begin a message of the handshake: those that are encrypted
// begin with anything.
func plain(b []byte) bool {
	return len(b) == 4 && HandshakeName(uint64(b[0])) != "" && b[0] < 254 && b[1] <= 1
}

// readHandshake reads a message, RFC 8446 section 4. It may go on in the next record.
func readHandshake(d *field.Decoder) {
	m := d.Begin(fHandshake)
	typ := d.Uint8(fType)
	n := int(d.Uint24(fHSLength))
	if n > d.Len() {
		d.Skip(fHandshake, d.Len())
		d.End(m)
		return
	}
	d.Limit(m, fHSLength, 4+n)
	body := d.Peek(n)
	switch typ {
	case clientHello:
		readHello(d, true)
	case serverHello:
		readHello(d, false)
	default:
		d.Skip(fHandshake, d.Len())
	}
	if (typ == clientHello || typ == serverHello) && body != nil && d.Tree() != nil {
		showJA3(d, typ, body)
	}
	d.End(m)
}

// readHello reads the rest of a Client Hello or a Server Hello: RFC 8446, sections
// 4.1.2 and 4.1.3.
func readHello(d *field.Decoder, client bool) {
	d.Uint16(fHSVersion)
	readRandom(d, client)
	if n := int(d.Uint8(fIDLen)); n > 0 {
		d.Bytes(fID, n)
	}
	if client {
		n := int(d.Uint16(fSuitesLen))
		m := d.Begin(fSuites)
		d.Limit(m, fSuitesLen, n)
		for d.More() {
			d.Uint16(fSuite)
		}
		d.End(m)
		n = int(d.Uint8(fCompsLen))
		m = d.Begin(fComps)
		d.Limit(m, fCompsLen, n)
		for d.More() {
			d.Uint8(fComp)
		}
		d.End(m)
	} else {
		d.Uint16(fSuite)
		d.Uint8(fComp)
	}
	if d.Len() < 2 {
		return
	}
	d.Uint16(fExtsLen)
	for d.More() {
		readExtension(d, client)
	}
}

// readRandom reads the random value. Up to TLS 1.2 it begins with a time; a server tells
// in an extension that the version is a later one.
func readRandom(d *field.Decoder, client bool) {
	const length = 32
	m := d.Begin(fRandom)
	rest := d.Peek(d.Captured())
	if d.Skip(fRandom, 4); client || len(rest) < length || !selects13(rest[length:]) {
		d.Bytes(fRandBytes, length-4)
	} else {
		d.Skip(fRandom, length-4)
	}
	d.End(m)
}

// selects13 reports whether b, of a server's hello what follows the random value, has the
// extension that selects TLS 1.3 or later: RFC 8446, section 4.2.1.
func selects13(b []byte) bool {
	if len(b) == 0 {
		return false
	}
	at := 1 + int(b[0]) + 3 + 2 // identifier, suite and compression, length of the extensions
	for at+4 <= len(b) {
		typ, n := binary.BigEndian.Uint16(b[at:]), int(binary.BigEndian.Uint16(b[at+2:]))
		if at += 4; typ == supportedVersions {
			return n == 2 && at+2 <= len(b) && binary.BigEndian.Uint16(b[at:]) >= 0x0304
		}
		at += n
	}
	return false
}

func readExtension(d *field.Decoder, client bool) {
	m := d.Begin(fExt)
	typ := d.Uint16(fExtType)
	n := int(d.Uint16(fExtLen))
	d.Limit(m, fExtLen, 4+n)
	switch {
	case typ == serverNames && n > 0:
		readNames(d)
	case typ == alpn && n > 0:
		readALPN(d)
	case typ == supportedVersions && n > 0:
		if client {
			d.Uint8(fVersLen)
		}
		for d.More() {
			d.Uint16(fVers)
		}
	case typ == supportedGroups && n > 0:
		d.Uint16(fGroupsLen)
		list := d.Begin(fGroups)
		for d.More() {
			d.Uint16(fGroup)
		}
		d.End(list)
	case typ == pointFormats && n > 0:
		d.Uint8(fFormatsLen)
		list := d.Begin(fFormats)
		for d.More() {
			d.Uint8(fFormat)
		}
		d.End(list)
	default:
		d.Skip(fExt, d.Len())
	}
	d.End(m)
}

// readNames: RFC 6066, section 3.
func readNames(d *field.Decoder) {
	m := d.Begin(fNames)
	d.Uint16(fNamesLen)
	for d.More() {
		d.Uint8(fNameType)
		n := int(d.Uint16(fNameLen))
		d.TextN(fName, n)
	}
	d.End(m)
}

// readALPN: RFC 7301, section 3.1.
func readALPN(d *field.Decoder) {
	d.Uint16(fALPNLen)
	m := d.Begin(fALPNList)
	for d.More() {
		n := int(d.Uint8(fALPNStrLn))
		d.TextN(fALPN, n)
	}
	d.End(m)
}
