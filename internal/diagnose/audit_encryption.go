package diagnose

import "github.com/pktscope/pktscope/dissect/isakmp"

// auditEncryption judges ciphers.
func auditEncryption(f *Facts, found func(Finding)) {
	for a := range f.auditedSAs() {
		if a.child == nil {
			if d := judgeCipher(a.policy.Encr, ikeSA); d.is() {
				found(a.weakCipherOfIKE(d))
			}
		} else if d := judgeCipher(a.esp.Encr, childSA); d.is() {
			field, number := "isakmp.tf.id.encr", int(a.esp.Encr.Number())
			if a.sa.Version == 1 {
				field, number = "isakmp.trans.id", numberOfESP(a.esp.Encr)
			}
			x := a.deprecated(d, "encryption", cipherValue(cipherOf(a.esp.Suite)), field, number)
			x.Remedies = a.childLines()
			found(x)
		}
	}
	for u := range f.suitesByKeys() {
		if d := judgeCipherOfESP(u.suite.Encr); d.is() {
			found(u.deprecated(d, "encryption", cipherValue(cipherOf(u.suite))))
		}
	}
}

func (a *audited) weakCipherOfIKE(d deprecation) Finding {
	field, number := "isakmp.tf.id.encr", int(a.policy.Encr.Number())
	ios, asa := "encryption aes-cbc-256", "encryption aes-256"
	if a.sa.Version == 1 {
		field, number, ios = "isakmp.ike.attr.encryption_algorithm", numberOfPhase1(a.policy.Encr), "encryption aes 256"
	}
	x := a.deprecated(d, "encryption", cipherValue(isakmp.Cipher{Encr: a.policy.Encr, KeyBits: a.policy.KeyBits}), field, number)
	x.Remedies = a.policyLines(ios, asa)
	return x
}
