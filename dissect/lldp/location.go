package lldp

import "github.com/pktscope/pktscope/dissect/field"

// Where an endpoint stands: ANSI/TIA-1057, section 10.2.4.
var (
	fLocationKind  = Proto.Uint8("lldp.media.loc.data_format", "Location Data Format", field.Dec, field.Named(locationKind))
	fCivicLen      = Proto.Uint8("lldp.media.civic.length", "LCI Length", field.Dec)
	fCivicWhat     = Proto.Uint8("lldp.media.civic.what", "What", field.Dec, field.Named(civicWhat))
	fCountry       = Proto.String("lldp.media.civic.country", "Country")
	fCivicType     = Proto.Uint8("lldp.media.civic.type", "CA Type", field.Dec, field.Named(civicType))
	fCivicValueLen = Proto.Uint8("lldp.media.civic.addr_length", "CA Length", field.Dec)
	fCivicValue    = Proto.String("lldp.media.civic.value", "CA Value", field.Ends(field.ByNUL))
	fELIN          = Proto.String("lldp.media.ecs", "ELIN", field.Ends(field.ByNUL))
	fPlace         = Proto.Bytes("pktscope.lldp.media.loc.data", "Location")
)

// The kinds of a Location.
const (
	LocationCoordinates = 1 // RFC 6225, section 2.1, which was RFC 3825
	LocationCivic       = 2 // RFC 4776
	LocationELIN        = 3 // Emergency Location Identification Number: a number to call back
)

// A Location is where an endpoint stands.
type Location struct {
	Kind    uint8  // LocationCoordinates and so on
	What    uint8  // of a civic address: whose it is
	Country []byte // of a civic address
	Value   []byte // of a civic address its elements, of the others all that there is
}

// decode reads a TLV and appends it to list.
func decodeLocation(d *field.Decoder, list []Location) []Location {
	l := Location{Kind: d.Uint8(fLocationKind)}
	l.Value = d.Peek(d.Len())
	switch l.Kind {
	case LocationCoordinates:
		showCoordinates(d)
	case LocationCivic:
		l.civic(d)
	case LocationELIN:
		d.Text(fELIN)
	default:
		d.Bytes(fPlace, d.Len())
	}
	if d.Bad() || len(list) >= maxList {
		return list
	}
	return append(list, l)
}

// civic reads a civic address, which may end before the TLV does.
func (l *Location) civic(d *field.Decoder) {
	n := int(d.Uint8(fCivicLen))
	if n > d.Len() {
		excess(d)
	}
	end := d.Off() + n
	if within(d, end, fCivicWhat, 1) {
		l.What = d.Uint8(fCivicWhat)
	}
	if within(d, end, fCountry, 2) {
		l.Country = d.TextN(fCountry, 2)
	}
	l.Value = d.Peek(min(max(end-d.Off(), 0), d.Len()))
	for !d.Bad() && d.Off() < end {
		d.Uint8(fCivicType)
		if !within(d, end, fCivicValueLen, 1) {
			return
		}
		if n := int(d.Uint8(fCivicValueLen)); within(d, end, fCivicValue, n) {
			d.TextN(fCivicValue, n)
		}
	}
}

// within reports whether the next n bytes, those of f, lie before end. If not, f is malformed.
func within(d *field.Decoder, end int, f field.Field, n int) bool {
	if d.Bad() {
		return false
	}
	if d.Off()+n > end {
		d.Malformed(f)
		return false
	}
	return true
}

// Civic yields the elements of a civic address: the number of each, which CivicName
// names, and its text.
func (l *Location) Civic(yield func(number uint8, text []byte) bool) {
	if l.Kind != LocationCivic {
		return
	}
	for b := l.Value; len(b) >= 2 && len(b) >= 2+int(b[1]); b = b[2+int(b[1]):] {
		if !yield(b[0], b[2:2+int(b[1])]) {
			return
		}
	}
}

// CivicName names an element of a civic address: RFC 4776, section 3.4.
func CivicName(number uint8) string { return civicType(uint64(number)) }

func locationKind(v uint64) string {
	switch v {
	case 0:
		return "Invalid "
	case 1:
		return "Coordinate-based LCI"
	case 2:
		return "Civic Address LCI"
	case 3:
		return "ECS ELIN"
	}
	return ""
}

func civicWhat(v uint64) string {
	switch v {
	case 0:
		return "Location of the DHCP server"
	case 1:
		return "Location of the network element believed to be closest to the client"
	case 2:
		return "Location of the client"
	}
	return ""
}
