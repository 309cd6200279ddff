package cdp

import "github.com/pktscope/pktscope/dissect/field"

// How a device calls itself where a name and a port are not enough. What
// Wireshark shows as bytes only is read once more into a field of ours.
var (
	fSysName      = Proto.String("cdp.system_name", "System Name")
	fSysOID       = Proto.Bytes("cdp.system_object_identifier", "System Object Identifier")
	fSysOIDDotted = Proto.Generated("pktscope.cdp.system_oid", "System OID", field.OID, field.Dec, 0)
	fLocationType = Proto.Uint8("cdp.location.unknown", "UNKNOWN", field.Hex)
	fLocation     = Proto.String("cdp.location", "Location")
	fExternalPort = Proto.String("pktscope.cdp.external_port", "External Port-ID")
	fOneWay       = Proto.Uint8("pktscope.cdp.unidirectional", "Unidirectional mode", field.Hex)
)

// berOID is the tag of an object identifier: X.690, section 8.19.
const berOID = 6

// contents are the bytes of a BER object identifier behind its tag and its
// length, nil if it is none.
func contents(ber []byte) []byte {
	if len(ber) < 2 || ber[0] != berOID || int(ber[1]) != len(ber)-2 {
		return nil
	}
	return ber[2:]
}

// AppendOID appends SystemOID in dotted form: "1.3.6.1.4.1.9.5.45".
func (p *Packet) AppendOID(b []byte) []byte { return field.AppendOID(b, contents(p.SystemOID)) }

func (p *Packet) oid(d *field.Decoder) {
	p.SystemOID = d.Rest(fSysOID)
	if id := contents(p.SystemOID); len(id) > 0 {
		d.Put(fSysOIDDotted, d.Off()-len(id), len(id), 0)
	}
}

// external reads the name of the connector that a port goes out by.
func (p *Packet) external(d *field.Decoder) {
	if !d.More() {
		return
	}
	p.ExternalPort = d.Rest(fData)
	d.Put(fExternalPort, d.Off()-len(p.ExternalPort), len(p.ExternalPort), 0)
}

// unidirectional reads whether a port only sends or only receives.
func (p *Packet) unidirectional(d *field.Decoder) {
	if !d.More() {
		return
	}
	if b := d.Rest(fData); len(b) == 1 {
		p.Unidirectional = b[0]
		d.Put(fOneWay, d.Off()-1, 1, uint64(b[0]))
	}
}
