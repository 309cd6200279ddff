package diagnose

import "github.com/pktscope/pktscope/dissect/ipsec"

// auditNull finds ESP that anyone on the way can read.
func auditNull(f *Facts, found func(Finding)) {
	for a := range f.auditedSAs() {
		if a.child == nil || a.offered || !encryptsNothing(a.esp.Encr) {
			continue
		}
		field, number := "isakmp.tf.id.encr", int(a.esp.Encr.Number())
		if a.sa.Version == 1 {
			field, number = "isakmp.trans.id", numberOfESP(a.esp.Encr)
		}
		d := deprecation{Note, "its packets can be read on the way", "RFC 8221, section 5"}
		x := a.deprecated(d, "encryption", cipherValue(cipherOf(a.esp.Suite)), field, number)
		x.Remedies = a.childLines()
		found(x)
	}
}

// encryptsNothing reports whether e leaves packets as they are.
func encryptsNothing(e ipsec.Encr) bool { return e == ipsec.EncrNull || e == ipsec.EncrAESGMAC }
