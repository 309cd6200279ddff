package esp

import "github.com/pktscope/pktscope/dissect/ipsec"

// Facts are the results of decryption and of following the SA. Decode keeps them and
// decodes the plaintext as a part of the packet; the bytes must live as long as the
// packet does, and be its buffer of that number.
type Facts struct {
	// IV and ICV are how many bytes of Data stand before and behind what is
	// encrypted. Both zero and no Plain: nothing is known.
	IV, ICV int
	Verdict ipsec.Verdict
	Want    []byte // the integrity check value that would be right, if it is known
	Encr    ipsec.Encr
	Integ   ipsec.Integ
	// Plain is the payload, its padding and the trailer, decrypted. It is
	// nil where the packet is not decrypted.
	Plain []byte
	Buf   uint8 // number of Plain among the packet's buffers
	// Extended says that the sequence number has 64 bits, RFC 4303, section
	// 2.2.1: Number.
	Extended bool
	Number   uint64
	Why      Reason // the packet is not decrypted
	Age      uint32 // the Store's age when keys were last tried

	Sequence SequenceFacts
}

// known reports whether the SA is known, so that the parts of Data are.
func (f *Facts) known() bool { return f.Plain != nil || f.IV+f.ICV > 0 }

// trailer is the length of pad length and next header.
const trailer = 2

// Inner is what was protected, without padding, and what it is; ok is false
// where the packet is not decrypted or the padding does not hold.
func (f *Facts) Inner() (inner []byte, next uint8, ok bool) {
	n := len(f.Plain)
	if n < trailer {
		return nil, 0, false
	}
	pad := int(f.Plain[n-2])
	if pad > n-trailer {
		return nil, 0, false
	}
	return f.Plain[:n-trailer-pad], f.Plain[n-1], true
}

// ClearFacts implements dissect.Stateful.
func (p *Packet) ClearFacts() { p.Facts = Facts{} }
