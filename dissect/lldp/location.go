package lldp

import "github.com/pktscope/pktscope/dissect/field"

// Where an endpoint stands: ANSI/TIA-1057, section 10.2.4.
var (
	fLocationKind  = Proto.Uint8("lldp.media.loc.data_format", "Location Data Format", field.Dec, field.Named(locationKind))
	fCivicLen      = Proto.Uint8("lldp.media.civic.length", "LCI Length", field.Dec)
	fCivicWhat     = Proto.Uint8("lldp.media.civic.what", "What", field.Dec, field.Named(civicWhat))
	fCountry       = Proto.String("lldp.media.civic.country", "Country")
	fCivicType     = Proto.Uint8("lldp.media.civic.type", "CA Type", field.Dec, field.Named(civicType))
	fCivicValueLen = Proto.Uint8("lldp.media.civic.length", "CA Length", field.Dec)
	fCivicValue    = Proto.String("lldp.media.civic.value", "CA Value")
	fELIN          = Proto.String("lldp.media.ecs", "ELIN")
	fPlace         = Proto.Bytes("pktscope.lldp.media.loc.data", "Location")
)

// A Location is where an endpoint stands.
type Location struct {
	Kind    uint8  // 1: coordinates (RFC 3825), 2: a civic address (RFC 4776), 3: a number to call back
	Country []byte // of a civic address
	Value   []byte // the number, or all of the others
}

func (l *Location) decode(d *field.Decoder) {
	l.Kind = d.Uint8(fLocationKind)
	l.Value = d.Peek(d.Len())
	switch l.Kind {
	case 2:
		d.Uint8(fCivicLen)
		d.Uint8(fCivicWhat)
		l.Country = d.TextN(fCountry, 2)
		for d.More() {
			d.Uint8(fCivicType)
			d.TextN(fCivicValue, int(d.Uint8(fCivicValueLen)))
		}
	case 3:
		d.Text(fELIN)
	default:
		d.Bytes(fPlace, d.Len())
	}
}

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
