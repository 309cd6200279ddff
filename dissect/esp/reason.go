package esp

// A Reason is why a packet is not decrypted. Of several the last one counts, which is
// nearest to decrypting it.
type Reason uint8

const (
	Decrypted   Reason = iota
	NoKeys             // there are none at all
	NoKey              // none for this SPI and destination
	Unsupported        // no implementation of the algorithm
	KeyLength          // the algorithm does not take the key
	NoSalt             // the key would fit if its salt stood behind it
	WrongForm          // the packet is none of the algorithm's: too short, no whole blocks
	BadPad             // decrypted, but there is no payload in it: the key is another SA's
	NoPPK              // the IKE SA uses a PPK (RFC 8784) that its keys were derived without
	WrongICV           // of every candidate
	NoHigh             // of every candidate, one of which has extended sequence numbers
	WrongKey           // the ICV is right, but there is no payload in it: the cipher's key is wrong
	Cut                // the capture has not all of the packet
	reasonEnd   = iota
)

var reasons = [reasonEnd]string{
	"", "no keys given", "no key for this SPI", "its algorithm is not supported", "key length wrong for its algorithm",
	"salt missing behind the key", "no packet of the key's algorithm", "decrypted to no payload: wrong key",
	"a PPK was used: SK_d' or the PPK is needed",
	"ICV wrong for every candidate key", "ICV wrong for every candidate key and the first 1024 high halves of the sequence number",
	"ICV right, but what comes out is no packet: wrong encryption key",
	"cut by the capture",
}

// String is the reason in a report.
func (r Reason) String() string { return reasonName(uint64(r)) }

func reasonName(v uint64) string {
	if v >= uint64(len(reasons)) {
		return ""
	}
	return reasons[v]
}
