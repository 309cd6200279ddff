package esp

import (
	"cmp"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// encrName is what Wireshark calls a cipher in the detail of a packet.
func encrName(e ipsec.Encr) string {
	n := e.Names()
	return cmp.Or(n.ESPLabel, n.ESPTable, e.String())
}

// integName is what Wireshark calls an integrity algorithm there.
func integName(i ipsec.Integ) string { return cmp.Or(i.Names().ESPTable, i.String()) }
