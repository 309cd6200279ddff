package diagnose

// negotiationRules are the rules on what two peers propose to each other.
func negotiationRules() []Rule {
	return []Rule{
		{ID: "ike.version", Brief: "IKEv1 spoken to a peer of IKEv2, or the reverse", Check: ikeVersion},
		{ID: "ike.mode", Brief: "main mode on one side, aggressive mode on the other", Check: ikeMode},
		{ID: "ike.lifetime", Brief: "lifetimes of phase 1 that differ", Check: ikeLifetime},
		{ID: "ike.group", Brief: "a group that the responder does not want", Check: ikeGroup},
		{ID: "ike.proposal", Brief: "no policy for the IKE SA in common", Check: ikeProposal},
		{ID: "ike.config", Brief: "an address that is asked for in vain, or not asked for", Check: ikeConfig},
		{ID: "ipsec.selectors", Brief: "access lists that do not mirror each other", Check: ipsecSelectors},
		{ID: "ipsec.mode", Brief: "tunnel mode on one side, transport mode on the other", Check: ipsecMode},
		{ID: "ipsec.pfs", Brief: "perfect forward secrecy on one side alone, or with another group", Check: ipsecPFS},
		{ID: "ipsec.proposal", Brief: "no transform set in common", Check: ipsecProposal},
	}
}
