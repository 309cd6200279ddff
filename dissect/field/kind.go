package field

// A Kind says how a field's bytes become a value.
type Kind uint8

const (
	Scope    Kind = iota // a subtree without a value of its own
	Uint                 // an unsigned integer of Size bytes, perhaps masked
	Int                  // a signed integer of Size bytes
	Bool                 // a bit, or an integer that is zero or not
	Raw                  // bytes
	Text                 // a string in ASCII or UTF-8
	IPv4                 // an IPv4 address
	IPv6                 // an IPv6 address
	Ether                // an EUI-48 address
	Absolute             // a moment: nanoseconds since 1970
	Relative             // a duration: nanoseconds
	FrameNum             // the number of another frame
	OID                  // a BER object identifier
	Double               // a number with a fraction: math.Float64bits of it
)

// A Base says how a number prints.
type Base uint8

const (
	Dec    Base = iota // 43981
	Hex                // 0xabcd
	HexDec             // 0xabcd (43981)
	DecHex             // 43981 (0xabcd)
	OUI                // 00:00:0c, printed decimal as a value
	Local              // a moment in the local time zone, not in UTC
	Epoch              // a moment as seconds since 1970
)
