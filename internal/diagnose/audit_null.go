package diagnose

import "github.com/pktscope/pktscope/dissect/ipsec"

// auditNull finds ESP that anyone on the way can read. RFC 8221, section 5, keeps it for
// authentication alone: no algorithm is deprecated here.
func auditNull(f *Facts, found func(Finding)) {
	for a := range f.auditedSAs() {
		if a.child == nil || a.offered || !encryptsNothing(a.esp.Encr) {
			continue
		}
		field, number := "isakmp.tf.id.encr", int(a.esp.Encr.Number())
		if a.sa.Version == 1 {
			field, number = "isakmp.trans.id", numberOfESP(a.esp.Encr)
		}
		x := a.deprecated(unencrypted(a.esp.Encr), "encryption", cipherValue(cipherOf(a.esp.Suite)), field, number)
		x.Remedies = a.childLines()
		found(x)
	}
	for u := range f.suitesByKeys() {
		if encryptsNothing(u.suite.Encr) {
			found(u.deprecated(unencrypted(u.suite.Encr), "encryption", cipherValue(cipherOf(u.suite))))
		}
	}
}

// unencrypted is what is to say of ESP by a cipher that encrypts nothing.
func unencrypted(e ipsec.Encr) deprecation {
	reference := "RFC 2410"
	if e == ipsec.EncrAESGMAC {
		reference = "RFC 4543"
	}
	return deprecation{Note, readOnTheWay, reference}
}

// encryptsNothing reports whether e leaves packets as they are.
func encryptsNothing(e ipsec.Encr) bool { return e == ipsec.EncrNull || e == ipsec.EncrAESGMAC }
