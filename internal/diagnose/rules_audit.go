package diagnose

// auditRules are the rules on settings that work and are deprecated.
func auditRules() []Rule {
	return []Rule{
		{ID: "audit.version", Brief: "IKEv1 is spoken", Check: auditVersion, Audit: true},
		{ID: "audit.mode", Brief: "aggressive mode with a pre-shared key", Check: auditMode, Audit: true},
		{ID: "audit.encryption", Brief: "a cipher that is broken or short of bits", Check: auditEncryption, Audit: true},
		{ID: "audit.null", Brief: "ESP without encryption", Check: auditNull, Audit: true},
		{ID: "audit.integrity", Brief: "ESP without integrity, or MD5 or SHA-1 for it", Check: auditIntegrity, Audit: true},
		{ID: "audit.prf", Brief: "MD5 or SHA-1 as the pseudorandom function", Check: auditPRF, Audit: true},
		{ID: "audit.group", Brief: "a Diffie-Hellman group that is too small or not trusted", Check: auditGroup, Audit: true},
		{ID: "audit.pfs", Brief: "keys of ESP without a key exchange of their own", Check: auditPFS, Audit: true},
		{ID: "audit.lifetime", Brief: "a lifetime of more than 24 hours of IKE, or 8 of ESP", Check: auditLifetime, Audit: true},
		{ID: "audit.certificate", Brief: "a certificate or a signature by a weak hash, or a short key", Check: auditCertificate, Audit: true},
		{ID: "audit.eap", Brief: "a method of EAP that makes no key", Check: auditEAP, Audit: true},
		{ID: "audit.identity", Brief: "an identity that is sent in the clear", Check: auditIdentity, Audit: true},
	}
}
