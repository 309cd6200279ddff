package diagnose

// authenticationRules are the rules on authentication: pre-shared keys, identities, certificates, EAP, XAUTH.
func authenticationRules() []Rule {
	return []Rule{}
}
