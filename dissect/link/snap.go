package link

import "github.com/pktscope/pktscope/dissect/field"

// A SNAP is the header with which an organisation numbers its own protocols:
// IEEE 802, section 10.3, and RFC 1042.
type SNAP struct {
	OUI uint32
	PID uint16 // an EtherType behind the OUI of RFC 1042
}

// snapFields are the fields of a SNAP header in the protocol that holds it.
type snapFields struct {
	oui field.U24
	typ field.U16 // an EtherType
	pid field.U16 // where the organisation has no field of its own
	own []ownPID
}

// An ownPID is the field of an organisation's protocols.
type ownPID struct {
	oui uint32
	pid field.U16
}

const snapLen = 5

func (s *SNAP) decode(d *field.Decoder, f *snapFields) {
	if d.Captured() < snapLen {
		d.Skip(f.oui, snapLen)
		return
	}
	s.OUI = d.Uint24(f.oui)
	s.PID = d.Uint16(f.pidOf(s.OUI))
}

func (f *snapFields) pidOf(oui uint32) field.U16 {
	if oui == ouiEncap || oui == ouiDigital {
		return f.typ
	}
	for i := range f.own {
		if f.own[i].oui == oui {
			return f.own[i].pid
		}
	}
	return f.pid
}

// Protocols of IEEE 802.1's OUI: RFC 2427, section 4.2.
const (
	bridgedEthernetFCS  = 0x0001
	bridgedTokenRingFCS = 0x0003
	bridgedEthernet     = 0x0007
	bridgedTokenRing    = 0x0009
	bridgedBPDU         = 0x000e
)

// bridgePad is what LLC has between the header and a bridged frame: RFC 2684,
// section 5.2.
const bridgePad = 2

// bridges reports whether a whole frame of another LAN follows.
func (s *SNAP) bridges() bool {
	return s.OUI == ouiBridged && s.PID != bridgedBPDU && s.key().Space != field.SNAP
}

// key is where the payload of the header is found.
func (s *SNAP) key() field.Key {
	switch s.OUI {
	case ouiEncap, ouiDigital:
		return field.EtherType.Key(uint64(s.PID))
	case ouiBridged:
		switch s.PID {
		case bridgedEthernetFCS:
			return CheckedKey
		case bridgedEthernet:
			return EthernetKey
		case bridgedTokenRingFCS, bridgedTokenRing:
			return tokenRingKey // its access control byte is the padding
		case bridgedBPDU:
			return field.SAP.Key(sapBPDU)
		}
	}
	return field.SNAPKey(s.OUI, s.PID)
}

func (s *SNAP) appendSummary(b []byte) []byte {
	b = append(b, "SNAP, OUI 0x"...)
	b = appendUpper(b, uint64(s.OUI), 6)
	name := ouis.name(uint64(s.OUI))
	if name == "" {
		name = "Unknown"
	}
	b = append(append(append(b, " ("...), name...), "), PID 0x"...)
	return appendUpper(b, uint64(s.PID), 4)
}

// appendUpper appends the low n hexadecimal digits of v in capitals.
func appendUpper(b []byte, v uint64, n int) []byte {
	for i := n*4 - 4; i >= 0; i -= 4 {
		b = append(b, "0123456789ABCDEF"[v>>i&15])
	}
	return b
}
