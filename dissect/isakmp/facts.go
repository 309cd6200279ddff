package isakmp

import "github.com/pktscope/pktscope/dissect/ipsec"

// Facts are what trackers found out about a message: its plaintext, verdicts that
// depend on earlier messages, the reassembly of its fragments. Decode keeps them
// and decodes the bytes that they hold as a part of the message. Bytes
// must live as long as the message does, and be the packet's buffer of the
// number that stands beside them.
type Facts struct {
	Decrypted Decrypted
	Whole     Whole
	// Proof is of what proves the sender: the HASH payload in IKEv1, AUTH in
	// IKEv2.
	Proof ipsec.Verdict
	NAT   NATVerdict // on messages that have hashes of NAT detection
}

// A Decrypted is what a message holds encrypted, in the clear: IKEv1's chain of
// payloads, or the content of an IKEv2 SK or SKF payload.
type Decrypted struct {
	// Plain is all that was decrypted: payloads and, in IKEv2, padding and
	// its length in the last byte. It is nil while the message is not decrypted;
	// where Encr is told nevertheless, the reason is that what is encrypted
	// is too short or not a multiple of the cipher's blocks.
	Plain []byte
	Buf   uint8 // number of Plain among the packet's buffers
	// IV and ICV are how many bytes of Packet.Encrypted stand before and
	// behind what was decrypted. IKEv1 has neither.
	IV, ICV int

	// The algorithms; IKEv1 does without.
	Encr    ipsec.Encr
	KeyBits int
	Integ   ipsec.Integ // IntegNone beside an AEAD

	Verdict ipsec.Verdict // of the integrity check value
	Want    []byte        // the value that would be right where it is Incorrect; may be nil
}

// A Whole is what came in fragments: the chain of payloads of RFC 7383, each
// part of which was decrypted by itself, or a message in Cisco's fragments. It
// is left on the fragment that completed it; the others have only In.
type Whole struct {
	Bytes     []byte      // the chain without padding, or the message
	Buf       uint8       // number of Bytes among the packet's buffers
	First     PayloadType // SKF: what Bytes begins with, as the first fragment says
	Fragments []Fragment  // of Bytes, in their order
	In        uint64      // number of the frame that has the whole, 0: unknown
}

// A Fragment is where one fragment came to lie in a Whole.
type Fragment struct {
	Frame    uint64
	Off, Len int
	Again    bool // another part came to lie in the same place before
	Conflict bool // and was not the same
}

// IsDecrypted reports whether all that p holds encrypted is decrypted: of a message
// that came in fragments, every one.
func (p *Packet) IsDecrypted() bool {
	return p.Facts.Decrypted.Plain != nil && (p.Fragments == 0 || p.Facts.Whole.Bytes != nil)
}

// ClearFacts implements dissect.Stateful.
func (p *Packet) ClearFacts() { p.Facts = Facts{} }

// verdictName names the values that there are.
func verdictName(v uint64) string {
	if v > uint64(ipsec.Incorrect) {
		return ""
	}
	return ipsec.Verdict(v).String()
}
