package diagnose

// auditPRF judges pseudorandom functions, in IKEv1 the hash of which they are the HMAC.
func auditPRF(f *Facts, found func(Finding)) {
	for a := range f.auditedSAs() {
		switch {
		case a.child != nil:
		case a.sa.Version == 1:
			if d := judgeHash(a.policy.Hash); d.is() {
				x := a.deprecated(d, "hash", hashValue(a.policy.Hash), "isakmp.ike.attr.hash_algorithm", int(a.policy.Hash))
				x.Remedies = a.policyLines("hash sha256", "")
				found(x)
			}
		default:
			if d := judgePRF(a.policy.PRF); d.is() {
				x := a.deprecated(d, "prf", prfValue(a.policy.PRF), "isakmp.tf.id.prf", int(a.policy.PRF))
				x.Remedies = a.policyLines("prf sha256", "prf sha256")
				found(x)
			}
		}
	}
}
