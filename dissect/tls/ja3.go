package tls

import (
	"crypto/md5"
	"encoding/hex"

	"github.com/pktscope/pktscope/dissect/field"
)

var (
	fJA3Full  = Proto.String("tls.handshake.ja3_full", "JA3 Fullstring")
	fJA3      = Proto.String("tls.handshake.ja3", "JA3")
	fJA3SFull = Proto.String("tls.handshake.ja3s_full", "JA3S Fullstring")
	fJA3S     = Proto.String("tls.handshake.ja3s", "JA3S")
)

// Extensions that JA3 reads: RFC 8422, section 5.1.
const (
	supportedGroups = 10
	pointFormats    = 11
)

// showJA3 records the fingerprint of a hello: what it offers, in its order and
// without the values that are made up (salesforce/ja3).
func showJA3(d *field.Decoder, typ uint8, body []byte) {
	v := append([]byte{typ, 0, 0, 0}, body...)
	text, whole, sum := ja3(v), fJA3Full, fJA3
	if typ == serverHello {
		whole, sum = fJA3SFull, fJA3S
	}
	digest := md5.Sum(text)
	d.GenerateText(whole, text)
	d.GenerateText(sum, hex.AppendEncode(nil, digest[:]))
}

func ja3(v []byte) []byte {
	r := reader(v[4:])
	b := append(field.AppendUint(nil, uint64(r.number(2))), ',')
	r.skip(32)
	r.skip(r.number(1))
	if v[0] == serverHello {
		b = append(field.AppendUint(b, uint64(r.number(2))), ',')
		r.skip(1)
		return appendExtensions(b, r)
	}
	b = append(appendNumbers(b, r.skip(r.number(2)), 2), ',')
	r.skip(r.number(1))
	b = append(appendExtensions(b, r), ',')
	groups, formats := reader(extension(v, supportedGroups)), reader(extension(v, pointFormats))
	b = append(appendNumbers(b, groups.skip(groups.number(2)), 2), ',')
	return appendNumbers(b, formats.skip(formats.number(1)), 1)
}

// appendExtensions appends the types of extensions.
func appendExtensions(b []byte, r reader) []byte {
	r = r.skip(r.number(2))
	at := len(b)
	for len(r) >= 4 {
		typ := r.number(2)
		r.skip(r.number(2))
		if grease(uint64(typ)) == "" {
			b = appendNext(b, at, typ)
		}
	}
	return b
}

// appendNumbers appends numbers of size bytes each.
func appendNumbers(b []byte, r reader, size int) []byte {
	at := len(b)
	for len(r) >= size {
		if n := r.number(size); size == 1 || grease(uint64(n)) == "" {
			b = appendNext(b, at, n)
		}
	}
	return b
}

// appendNext appends n to a list that starts at byte at of b.
func appendNext(b []byte, at, n int) []byte {
	if len(b) > at {
		b = append(b, '-')
	}
	return field.AppendUint(b, uint64(n))
}
