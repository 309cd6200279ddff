package diagnose

// authenticationRules are the rules on authentication: pre-shared keys, identities, certificates, EAP, XAUTH.
func authenticationRules() []Rule {
	return []Rule{
		{ID: "ike.psk", Brief: "the pre-shared keys differ", Check: ikePSK},
		{ID: "ike.eap", Brief: "EAP does not authenticate the user", Check: ikeEAP},
		{ID: "ike.xauth", Brief: "XAUTH does not authenticate the user", Check: ikeXAUTH},
		{ID: "ike.certificate", Brief: "a certificate is not valid, weak, or of a name or an authority that the peer does not accept", Check: ikeCertificate},
		{ID: "ike.identity", Brief: "a peer does not accept the identity of the other", Check: ikeIdentity},
		{ID: "ike.ppk", Brief: "a post-quantum pre-shared key is missing or differs", Check: ikePPK},
		{ID: "ike.duplicate-identity", Brief: "two peers have one identity, and each ends the tunnel of the other", Check: ikeDuplicateIdentity},
		{ID: "ike.auth", Brief: "a peer is refused, and nothing tells why", Check: ikeAuth},
	}
}
