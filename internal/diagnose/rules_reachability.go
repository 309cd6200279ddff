package diagnose

// reachabilityRules are the rules on messages that do not arrive, and on NATs between the peers.
func reachabilityRules() []Rule {
	return []Rule{
		{ID: "ike.half-open", Brief: "a responder is flooded with first messages of IKE", Check: checkHalfOpen, Whole: true},
		{ID: "ike.cookie", Brief: "a responder asks for a cookie again and again", Check: checkCookie},
		{ID: "ike.invalid-spi", Brief: "a peer has forgotten the SAs, as after a restart", Check: checkInvalidSPI},
		{ID: "ike.flapping", Brief: "a tunnel goes up and down again and again", Check: checkFlapping},
		{ID: "ike.redirect", Brief: "a gateway redirects a peer to another one", Check: checkRedirect},
		{ID: "ike.rekey", Brief: "a rekey is refused, or traffic stops until it is done", Check: checkRekey},
		{ID: "ike.fragment-lost", Brief: "a message of IKE is larger than a packet, and its fragments do not arrive", Check: checkFragmentLost},
		{ID: "nat.traversal-blocked", Brief: "UDP port 500 passes, and 4500 does not", Check: checkTraversalBlocked},
		{ID: "ike.peer-address", Brief: "answers come from another address than the one that was asked", Check: checkPeerAddress},
		{ID: "ike.peer-lost", Brief: "a peer of an established IKE SA does not answer any more", Check: checkPeerLost},
		{ID: "ike.retransmission", Brief: "messages of IKE are lost, or their answers", Check: checkRetransmission},
		{ID: "nat.traversal-missing", Brief: "a NAT is on the way, and ESP is not in UDP, or AH is used", Check: checkTraversalMissing},
		{ID: "nat.keepalive", Brief: "a NAT forgets its translation for want of keepalives", Check: checkKeepalive},
		{ID: "nat.port-moved", Brief: "a NAT gives a peer another port", Check: checkPortMoved},
		{ID: "nat.esp-blocked", Brief: "IKE passes, and ESP as protocol 50 does not", Check: checkESPBlocked},
		{ID: "ike.no-answer", Brief: "nobody answers a message of IKE", Check: checkNoAnswer},
	}
}
