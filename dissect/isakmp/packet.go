package isakmp

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// A Packet is one message of IKE. Its slices alias the packet or the plaintext in
// Facts. Decrypted payloads are listed behind those that were not encrypted.
type Packet struct {
	Header
	Single
	Facts Facts // left by trackers; Decode keeps them

	Payloads   []Payload // of the chain, outermost only
	Proposals  []Proposal
	Transforms []Transform // of all proposals
	Attributes []Attribute // of all transforms
	Notifies   []Notify
	Deletes    []Delete
	Identities []Identity
	Certs      []Certificate
	Selectors  []Selector // IKEv2: of TSi, then of TSr
	Vendors    [][]byte
	NATD       [][]byte     // hashes of an address and a port: RFC 3947, section 3.2
	NATOA      []netip.Addr // addresses before translation: RFC 3947, section 5.2
	Config     Config

	state
}

// Single is what a message has at most once.
type Single struct {
	// Raw is the message itself, from its header to where its length says.
	// IKEv2's integrity check covers the bytes before the check value; the
	// associated data of an AEAD are Raw[:EncryptedAt].
	Raw []byte

	SA          []byte // body of the first SA payload, which IKEv1's hashes cover
	KeyExchange []byte
	Group       ipsec.Group // of KeyExchange; IKEv2 only
	Nonce       []byte
	Hash        []byte // IKEv1
	Signature   []byte // IKEv1
	Auth        Auth   // IKEv2
	Label       []byte // security label of its traffic selectors: RFC 9478

	Encrypted      []byte      // IKEv1: the chain; IKEv2: the body of the SK payload, or SKF's behind the numbers
	EncryptedAt    int         // where Encrypted begins in Raw
	EncryptedFirst PayloadType // what the chain in Encrypted begins with; 0 in all SKF payloads but the first
	Fragment       uint16      // number of the SKF fragment from 1, of Fragments
	Fragments      uint16      // 0: no SKF payload
	Cisco          CiscoFragment
}

// state is how far the reading of a message has come.
type state struct {
	kind   kind
	named  bool // the header was read
	start  int  // of the message in its buffer
	whole  bool // it is being read out of what was put together
	inside bool // what is read was encrypted
	eap    bool // it carries a message of EAP
	fits   bool // version and length are those of a message
}

// A kind says whether a datagram on IKE's port is a message.
type kind uint8

const (
	message   kind = iota
	foreign        // too short, or says that it is
	keepalive      // RFC 3948, section 2.3, sent to this port before the SA floats
)

// A Payload is one payload with its body, behind the generic header.
type Payload struct {
	Type, Next PayloadType
	Critical   bool // IKEv2
	Encrypted  bool // it was encrypted
	Body       []byte
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// reset empties p and keeps its slices and Facts.
func (p *Packet) reset() {
	p.Header, p.Single, p.state = Header{}, Single{}, state{}
	p.Payloads, p.Proposals, p.Transforms, p.Attributes = p.Payloads[:0], p.Proposals[:0], p.Transforms[:0], p.Attributes[:0]
	p.Notifies, p.Deletes, p.Identities, p.Certs, p.Selectors = p.Notifies[:0], p.Deletes[:0], p.Identities[:0], p.Certs[:0], p.Selectors[:0]
	p.Vendors, p.NATD, p.NATOA = p.Vendors[:0], p.NATD[:0], p.NATOA[:0]
	p.Config = Config{Attributes: p.Config.Attributes[:0]}
}

// Decode overwrites p with the message that d stands at.
func (p *Packet) Decode(d *field.Decoder) error {
	p.reset()
	size, whole := d.Len(), !d.Env.Fragment
	if p.kind = kindOf(d); p.kind != message {
		d.Payload()
		return nil
	}
	p.message(d)
	p.fits = (p.Major() == 1 || p.Major() == 2) && (!whole || int64(p.Length) <= int64(size))
	return d.Err()
}

// Yields implements dissect.Yielding: what is no message, or is longer than its datagram,
// may be ESP on port 4500, whose sender was given the port of IKE by a translator.
func (p *Packet) Yields() bool { return !p.fits }

// Irregular implements dissect.Irregular: the header of another version is unknown.
func (p *Packet) Irregular() bool { return p.Major() != 1 && p.Major() != 2 }

// message reads a message from its header on.
func (p *Packet) message(d *field.Decoder) {
	m := d.Begin(&Proto.Def)
	p.start = d.Off()
	p.Raw = d.Peek(d.Captured())
	p.Header.decode(d)
	p.named = !d.Bad()
	d.Limit(m, fLength, int(p.Length))
	p.Raw = p.Raw[:min(uint32(len(p.Raw)), p.Length)]
	switch {
	case p.Major() == 1 && p.Flags&FlagEncrypted != 0:
		if d.More() {
			p.encryptedChain(d)
		}
	case p.Major() == 1 || p.Major() == 2:
		p.chain(d, p.NextPayload)
	}
	if d.More() {
		d.Rest(fExtra)
	}
	p.judge(d)
	d.End(m)
}

// kindOf returns the kind of a message: a length that covers the header makes it one.
func kindOf(d *field.Decoder) kind {
	if d.Len() < HeaderSize {
		if b := d.Peek(1); b != nil && b[0] == 0xff && d.Len() == 1 {
			return keepalive
		}
		return foreign
	}
	if b := d.Peek(HeaderSize); b != nil && uint32(b[24])<<24|uint32(b[25])<<16|uint32(b[26])<<8|uint32(b[27]) < HeaderSize {
		return foreign
	}
	return message
}

// Keys of what a message carries, and of what is none.
var (
	EAPKey       = field.NewKey("isakmp.eap")       // the message of an EAP payload
	KeepaliveKey = field.NewKey("isakmp.keepalive") // a NAT-keepalive on IKE's port
)

// Next leads to the message of EAP that a payload holds, and from what is no
// message to what it may be.
func (p *Packet) Next(i int) field.Key {
	switch {
	case i > 0:
	case p.eap:
		return EAPKey
	case p.kind == keepalive:
		return KeepaliveKey
	}
	return field.Key{}
}

// AppendSummary appends the Info column.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	if !p.named {
		return b
	}
	switch p.Major() {
	case 1:
		b = p.appendExchange(b, exchangeName(uint64(p.Exchange)))
		if p.Cisco.Data != nil {
			b = p.Cisco.append(b, p.whole)
		}
		return b
	case 2:
		b = p.appendExchange(b, exchangeName2(uint64(p.Exchange)))
	default:
		return b
	}
	b = append(b, " MID="...)
	if p.MessageID < 10 {
		b = append(b, '0')
	}
	b = field.AppendUint(b, uint64(p.MessageID))
	b = append(b, pick(p.Flags&FlagInitiator != 0, " Initiator", " Responder")...)
	b = append(b, pick(p.Flags&FlagResponse != 0, " Response", " Request")...)
	if p.Fragments > 0 {
		b = field.AppendUint(append(b, " (fragment "...), uint64(p.Fragment))
		b = field.AppendUint(append(b, '/'), uint64(p.Fragments))
		b = append(b, ')')
		if p.Facts.Whole.Bytes != nil {
			b = append(b, " (reassembled)"...)
		}
	}
	if p.Cisco.Data != nil {
		b = p.Cisco.append(b, p.whole)
	}
	return b
}

func (p *Packet) appendExchange(b []byte, name string) []byte {
	if name == "" {
		return field.AppendUint(append(b, "Unknown "...), uint64(p.Exchange))
	}
	return append(b, name...)
}

func pick(cond bool, yes, no string) string {
	if cond {
		return yes
	}
	return no
}

// Printable implements dissect.Printable: the summary is numbers and names of ours.
func (*Packet) Printable() bool { return true }
