package tls

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// AppendProtocol appends the version of the first record or, of a hello, the one that its
// extension chooses. While a client offers several, the version is not known.
func (p *Packet) AppendProtocol(b []byte) []byte {
	if len(p.Data) < HeaderLen {
		return append(b, Proto.Short...)
	}
	if versions := extension(p.Data[HeaderLen:], supportedVersions); versions != nil && p.Data[0] == handshake {
		if len(versions) != 2 {
			return append(b, Proto.Short...)
		}
		return AppendVersion(b, uint64(binary.BigEndian.Uint16(versions)))
	}
	return AppendVersion(b, uint64(binary.BigEndian.Uint16(p.Data[1:])))
}

// AppendVersion appends the short name of a version: "TLSv1.2", "TLS" for one that is not known.
func AppendVersion(b []byte, v uint64) []byte {
	names := [...]string{"SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"}
	if i := v - 0x0300; i < uint64(len(names)) {
		return append(b, names[i]...)
	}
	return append(b, "TLS"...)
}

// AppendSummary appends what the records are.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	secret, at := false, 0
	for n := 0; n < maxInfo && at <= len(p.Data); n++ {
		size := record(p.Data[at:], p.Wire-at)
		if size == 0 {
			break
		}
		if n > 0 {
			b = append(b, ", "...)
		}
		typ := p.Data[at]
		b = appendRecord(b, p.Data[at+HeaderLen:min(at+size, len(p.Data))], typ, size-HeaderLen, secret)
		secret = secret || typ == cipherSpec
		at += size
	}
	return b
}

func appendRecord(b, v []byte, typ uint8, size int, secret bool) []byte {
	switch typ {
	case alert:
		if size == 2 && len(v) < size {
			return b // the capture cut what tells whether it is encrypted
		}
		if size == 2 && len(v) == 2 && LevelName(uint64(v[0])) != "" {
			b = append(append(b, "Alert (Level: "...), LevelName(uint64(v[0]))...)
			b = append(b, ", Description: "...)
			if name := AlertName(uint64(v[1])); name != "" {
				b = append(b, name...)
			} else {
				b = field.AppendUint(b, uint64(v[1]))
			}
			return append(b, ')')
		}
		return append(b, "Encrypted Alert"...)
	case handshake:
		if !secret && len(v) < min(size, 4) {
			return b
		}
		return appendHandshake(b, v, secret)
	}
	return append(b, ContentName(uint64(typ))...)
}

// appendHandshake appends the messages of a record. Behind the change of cipher they
// are encrypted.
func appendHandshake(b, v []byte, secret bool) []byte {
	if secret || len(v) < 4 || !plain(v[:4]) {
		return append(b, "Encrypted Handshake Message"...)
	}
	for n := 0; len(v) >= 4 && n < maxInfo && plain(v[:4]); n++ {
		if n > 0 {
			b = append(b, ", "...)
		}
		b = append(b, HandshakeName(uint64(v[0]))...)
		size := 4 + int(v[1])<<16 + int(v[2])<<8 + int(v[3])
		if size > len(v) {
			break
		}
		if name := serverName(v[:size]); len(name) > 0 {
			b = append(field.AppendEscaped(append(b, " (SNI="...), name), ')')
		}
		v = v[size:]
	}
	return b
}

// serverName returns the name of the server in a Client Hello, nil without one.
func serverName(v []byte) []byte {
	if v[0] != clientHello {
		return nil
	}
	ext := reader(extension(v, serverNames))
	ext.skip(2 + 1)
	return ext.skip(ext.number(2))
}

// extension returns the data of an extension of the hello v, nil without it.
func extension(v []byte, typ int) []byte {
	if len(v) < 4 || v[0] != clientHello && v[0] != serverHello {
		return nil
	}
	r := reader(v[4:])
	r.skip(2 + 32)
	r.skip(r.number(1))
	if v[0] == clientHello {
		r.skip(r.number(2))
		r.skip(r.number(1))
	} else {
		r.skip(2 + 1)
	}
	r = r.skip(r.number(2))
	for len(r) > 0 {
		found, size := r.number(2), r.number(2)
		if data := r.skip(size); found == typ {
			return data
		}
	}
	return nil
}

// A reader reads bytes from the front, none where there are too few.
type reader []byte

func (r *reader) skip(n int) reader {
	if n > len(*r) {
		n = len(*r)
	}
	b := (*r)[:n]
	*r = (*r)[n:]
	return b
}

func (r *reader) number(n int) (v int) {
	for _, c := range r.skip(n) {
		v = v<<8 | int(c)
	}
	return v
}
