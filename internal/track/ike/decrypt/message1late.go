package decrypt

import (
	"bytes"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/crypt"
)

// withoutIV decrypts a message of phase 2 whose IV is not known, as the capture
// begins after phase 1: CBC then loses the first block alone, in which the
// header of the HASH payload and the beginning of the hash stand. What the
// header must say is known, and SKEYID_a makes the hash (RFC 2409, sections 5.5
// and 5.7). The end of the hash tells whether it was all right.
func (d *Decrypter) withoutIV(t *Transcript, m *isakmp.Packet, x *Secret) (iv, plain []byte) {
	const header = 4
	size, digest := x.cbc.BlockSize(), x.Hash.PRF().Size()
	if m.Exchange.Begins() || x.V1.A == nil || m.NextPayload != isakmp.PayloadHash || len(m.Encrypted) < header+digest || size >= header+digest {
		return nil, nil
	}
	zero := make([]byte, size)
	plain, err := x.cbc.Decrypt(d.plain[:0], zero, m.Encrypted)
	if err != nil {
		return nil, nil
	}
	d.plain = plain
	rest := plain[header+digest:]
	for _, next := range behindHash(m.Exchange, rest) {
		end := chainEnd(rest, next)
		if end < 0 {
			continue
		}
		hash, err := crypt.Hash1(x.Hash, x.V1.A, m.MessageID, rest[:end])
		if err != nil || !bytes.Equal(hash[size-header:], plain[size:header+digest]) {
			continue
		}
		// plain's first block is the cipher's inverse of the first block of
		// the message; the IV is what makes the header and the hash of it.
		first := append([]byte{byte(next), 0, byte((header + digest) >> 8), byte(header + digest)}, hash[:size-header]...)
		iv = make([]byte, size)
		for i := range iv {
			iv[i] = plain[i] ^ first[i]
		}
		copy(plain, first)
		return iv, plain
	}
	return nil, nil
}

// behindHash are the payloads that b can begin with, behind the HASH payload of
// an exchange's first message. The hash does not cover their type.
func behindHash(x isakmp.Exchange, b []byte) []isakmp.PayloadType {
	switch x {
	case isakmp.ExchangeQuick, isakmp.ExchangeNewGroup:
		return []isakmp.PayloadType{isakmp.PayloadSA}
	case isakmp.ExchangeTransaction:
		return []isakmp.PayloadType{isakmp.PayloadAttrs}
	case isakmp.ExchangeInformational:
		if isDelete(b) {
			return []isakmp.PayloadType{isakmp.PayloadDelete}
		}
		return []isakmp.PayloadType{isakmp.PayloadNotify}
	}
	return nil
}

// isDelete reports whether the payload that b begins with has the length of a
// Delete payload: RFC 2408, section 3.15. A notification, which has its type
// where that has the number of SPIs, would have to have so much data.
func isDelete(b []byte) bool {
	const fixed = 12 // generic header, DOI, protocol, size of an SPI, their number
	return len(b) >= fixed && int(b[2])<<8|int(b[3]) == fixed+int(b[9])*(int(b[10])<<8|int(b[11]))
}

// chainEnd is where the payloads that b begins with end, -1 where their lengths
// do not hold.
func chainEnd(b []byte, next isakmp.PayloadType) (end int) {
	for next != isakmp.PayloadNone {
		if len(b)-end < 4 {
			return -1
		}
		size := int(b[end+2])<<8 | int(b[end+3])
		if size < 4 || size > len(b)-end {
			return -1
		}
		next = isakmp.PayloadType(b[end])
		end += size
	}
	return end
}
