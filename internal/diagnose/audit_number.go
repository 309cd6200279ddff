package diagnose

import "github.com/pktscope/pktscope/dissect/ipsec"

// Numbers of IKEv1 for algorithms that have others in IKEv2's registries; 0: none.

// numberOfPhase1 is that of RFC 2409, appendix A.
func numberOfPhase1(e ipsec.Encr) int {
	return numberWhere(func(n int) bool { return ipsec.EncrOfPhase1(uint16(n)) == e })
}

// numberOfESP is that of RFC 2407, section 4.4.4.
func numberOfESP(e ipsec.Encr) int {
	return numberWhere(func(n int) bool { return ipsec.EncrOfESP(uint8(n)) == e })
}

// numberOfDOI is that of RFC 2407, section 4.5.
func numberOfDOI(i ipsec.Integ) int {
	return numberWhere(func(n int) bool { return ipsec.IntegOfDOI(uint16(n)) == i })
}

func numberWhere(is func(int) bool) int {
	const assigned = 1 << 8
	for n := 1; n < assigned; n++ {
		if is(n) {
			return n
		}
	}
	return 0
}
