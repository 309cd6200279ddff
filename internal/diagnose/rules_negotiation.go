package diagnose

// negotiationRules are the rules on what two peers propose to each other.
func negotiationRules() []Rule {
	return []Rule{
		{ID: "ike.version", Brief: "IKEv1 spoken to a peer of IKEv2, or the reverse", Check: ikeVersion},
		{ID: "ike.mode", Brief: "main mode on one side, aggressive mode on the other", Check: ikeMode},
		{ID: "ike.lifetime", Brief: "lifetimes of phase 1 that differ", Check: ikeLifetime},
		{ID: "ike.group", Brief: "a group that the responder does not want", Check: ikeGroup},
		{ID: "ike.proposal", Brief: "no policy for the IKE SA in common", Check: ikeProposal},
	}
}
