package diagnose

import "slices"

// A Rule recognises one kind of fault.
type Rule struct {
	ID    string // "ike.psk": part of the contract with programs that read findings
	Brief string // what it finds, for the table of rules
	Check func(f *Facts, found func(Finding))
	Audit bool // it judges a setting that works: see Options.Audit
	Whole bool // it compares tunnels of all peers, or traffic beside them: see Part
}

// Rules lists all rules. Of two that explain the same symptom, the first one does:
// causes stand before symptoms, what the wire proves before what it suggests.
func Rules() []Rule {
	return slices.Concat(
		negotiationRules(),
		authenticationRules(),
		reachabilityRules(),
		trafficRules(),
		neighborRules(),
		auditRules(),
	)
}
