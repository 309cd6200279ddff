package isakmp

// Facts are what others found out about a message: one who has keys, who saw
// the messages before it, who put its fragments together. Decode keeps them
// and reads the bytes that they hold as if these stood in the message. Bytes
// must live as long as the message does, and be the packet's buffer of the
// number that stands beside them.
type Facts struct {
	Opened Opened
	Whole  Whole
}

// An Opened is what a message holds enciphered, in the clear: IKEv1's chain of
// payloads, or the content of an IKEv2 SK or SKF payload.
type Opened struct {
	// Plain is all that was deciphered: payloads, in IKEv2 then the padding
	// and its length in the last byte. It is nil where the message stays shut,
	// and empty or too short where that was all that there was to decipher.
	Plain []byte
	Buf   uint8 // number of Plain among the packet's buffers
	// IV and ICV are how many bytes of Packet.Encrypted stand before and
	// behind what was deciphered. IKEv1 has neither.
	IV, ICV int
	Verdict Verdict // of the integrity check value
	Want    []byte  // the integrity check value that would be right, if it is known
	// Algorithm names how it was enciphered; the detail shows it.
	Algorithm string
}

// A Verdict is what came of checking an integrity check value, or a HASH
// payload of IKEv1.
type Verdict uint8

const (
	Unchecked Verdict = iota // no key, or no algorithm
	Correct
	Incorrect
)

// A Whole is a message or a chain of payloads that came in fragments: SKF
// payloads (RFC 7383), of which each was opened by itself, or Cisco's. It
// belongs to the fragment that completed it; In alone belongs to the others.
type Whole struct {
	Bytes []byte      // SKF: the chain of payloads, without padding
	Buf   uint8       // number of Bytes among the packet's buffers
	First PayloadType // SKF: what Bytes begins with, as the first fragment says
	Parts []Part      // of Bytes, in their order
	In    uint64      // number of the frame that has the whole, 0: none
}

// A Part is where one fragment came to lie in a Whole.
type Part struct {
	Frame    uint64
	Off, Len int
}

// ClearFacts implements dissect.Stateful.
func (p *Packet) ClearFacts() { p.Facts = Facts{} }
