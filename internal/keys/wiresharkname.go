package keys

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// espSAEncrName is what Wireshark's esp_sa calls an algorithm.
func espSAEncrName(e ipsec.Encr) (string, bool) {
	name := e.Names().ESPTable
	return name, name != ""
}

// espSAIntegName is what Wireshark's esp_sa calls an algorithm.
func espSAIntegName(i ipsec.Integ) (string, bool) {
	name := cmp.Or(i.Names().ESPTable, cutOff(i).ESPTable)
	return name, name != ""
}

// cutOff are the names for an ICV as long as i's that is cut off and not
// verified: what Wireshark can do with an algorithm that it does not know.
func cutOff(i ipsec.Integ) (n ipsec.IntegNames) {
	if unverified := ipsec.IntegUnverified(i.ICVLen()); unverified != ipsec.IntegNone {
		n = unverified.Names()
	}
	return n
}

// ikev2EncrName is what Wireshark's ikev2_decryption_table calls an algorithm.
func ikev2EncrName(e ipsec.Encr, keyBits int) (string, bool) {
	name := e.Names().IKETable
	return strings.Replace(name, "*", strconv.Itoa(keyBits), 1), name != ""
}

// ikev2IntegName is what Wireshark's ikev2_decryption_table calls an algorithm.
func ikev2IntegName(i ipsec.Integ) (string, bool) {
	name := cmp.Or(i.Names().IKETable, cutOff(i).IKETable)
	return name, name != ""
}
