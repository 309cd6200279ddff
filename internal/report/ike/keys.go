package ike

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// judgeKeys has child SAs say what their packets tell of their keys.
func (n negotiations) judgeKeys() {
	if n.esp == nil {
		return
	}
	for s := range n.SAs() {
		for _, c := range s.Children {
			if c.Protocol == isakmp.ProtocolESP {
				n.judgeChild(c)
			}
		}
	}
}

// judgeChild decides whether the keys that decrypt packets of c were derived, or are
// given, and whether derived keys decrypt none.
func (n negotiations) judgeChild(c *ike.Child) {
	var given []keys.Place
	made, decrypts := false, false
	failed := esp.Decrypted
	of := c.Parent.SPIs[ike.Initiator].Uint64()
	for _, spi := range c.SPIs {
		failed = max(failed, n.esp.Failed(spi))
		for _, e := range n.esp.Records(spi) {
			switch mine, opens := e.Derived && e.IKE == of, n.esp.Decrypts(spi, e); {
			case mine:
				made, decrypts = made || !e.Guessed, decrypts || opens
			case opens && !e.Derived && !slices.Contains(given, e.Place):
				given = append(given, e.Place)
			}
		}
	}
	switch {
	case decrypts:
		c.Derived, c.Why = true, ""
	case len(given) > 0 && (made || !c.Derived):
		c.Derived, c.Given = false, keys.Places(given)
	case len(given) == 0 && !c.Derived && failed != esp.Decrypted:
		c.Given = ""
	case len(given) == 0 && made && c.Derived && failed != esp.Decrypted:
		c.Why = failed.String()
	}
}

// appendKeyOrigin appends whether the keys of c are known, and from where.
func appendKeyOrigin(b []byte, c *ike.Child) []byte {
	switch {
	case c.Derived && c.Why != "":
		return append(b, "    its keys are derived, but decrypt none of its packets: "+c.Why+"\n"...)
	case c.Derived:
		return append(b, "    its keys are derived\n"...)
	case c.Given != "":
		return ios.AppendLine(b, "    its keys are given by ", c.Given)
	case c.Why != "":
		return ios.AppendLine(b, "    its keys are not derived: ", c.Why)
	}
	return b
}
