package crypt

import "encoding/binary"

// An Encrypted is one packet with its protected part: a header in the clear, an IV,
// a ciphertext, an ICV, one after the other. Decrypter.SplitESP and
// Decrypter.SplitSK make it.
type Encrypted struct {
	packet        []byte
	iv, text, icv int    // where they begin
	high          uint32 // half of an extended sequence number
	esn           bool
}

// Header is what stands before the IV: it is authenticated, not encrypted.
func (x Encrypted) Header() []byte { return x.packet[:x.iv] }

// IV is the initialization vector as the packet carries it.
func (x Encrypted) IV() []byte { return x.packet[x.iv:x.text] }

// Text is the ciphertext.
func (x Encrypted) Text() []byte { return x.packet[x.text:x.icv] }

// ICV is the integrity check value.
func (x Encrypted) ICV() []byte { return x.packet[x.icv:] }

// WithESN is the packet of an SA with extended sequence numbers (RFC 4304): high
// is the half that does not travel, but is authenticated.
func (x Encrypted) WithESN(high uint32) Encrypted {
	x.esn, x.high = true, high
	return x
}

// aad is what an AEAD authenticates beside the ciphertext: the header, and for
// ESP with extended sequence numbers SPI, high half, low half (RFC 4106
// section 5).
func (x *Encrypted) aad(s *Scratch) []byte {
	if !x.esn {
		return x.packet[:x.iv]
	}
	copy(s.aad[:], x.packet[:4])
	binary.BigEndian.PutUint32(s.aad[4:], x.high)
	copy(s.aad[8:], x.packet[4:8])
	return s.aad[:]
}

// nonce is the salt and the IV. Where no IV travels it is the sequence number in
// 64 bits (RFC 8750 section 4).
func (x *Encrypted) nonce(s *Scratch, salt []byte) []byte {
	n := copy(s.nonce[:], salt)
	if x.iv < x.text {
		n += copy(s.nonce[n:], x.packet[x.iv:x.text])
		return s.nonce[:n]
	}
	binary.BigEndian.PutUint32(s.nonce[n:], x.high)
	n += 4
	n += copy(s.nonce[n:], x.packet[4:8])
	return s.nonce[:n]
}

// tail is what is authenticated behind the ciphertext where no AEAD is used: the
// high half of an extended sequence number (RFC 4303 section 2.2.1).
func (x *Encrypted) tail(s *Scratch) []byte {
	if !x.esn {
		return nil
	}
	binary.BigEndian.PutUint32(s.high[:], x.high)
	return s.high[:]
}
