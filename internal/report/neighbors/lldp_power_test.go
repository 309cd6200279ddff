package neighbors

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/lldp"
)

// The lines are a router's, of "show lldp neighbors detail" with a device of class 4.
func TestPowerOverMDI(t *testing.T) {
	const want = `PoE+ Power-via-MDI TLV:
 Power Pair: Signal
 Power Class: Class 4
 Power Device Type: Type 2 PD
 Power Source: PSE
 Power Priority: unknown
 Power Requested: 19000 mW
 Power Allocated: 19000 mW
`
	p := lldp.Power{Support: 0x0f, Pair: 1, Class: 5, Type: 0x50, Requested: 190, Allocated: 190}
	if got := string(appendPowerOverMDI(nil, &p)); got != want {
		t.Errorf("%s", got)
	}
}
