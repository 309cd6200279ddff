package ike

import "slices"

// A State is how far a negotiation has come, in the words of IOS. Its number has
// no meaning: the tables of each version say what follows what.
type State uint8

// The states of IKEv1: main mode (MM), aggressive mode (AG), Mode-Config (CONF)
// and quick mode (QM).
const (
	MMNoState  State = iota // the first message is sent
	MMSASetup               // the peers have agreed on a policy
	MMKeyExch               // the peers have exchanged public values
	MMKeyAuth               // the peers are authenticated
	AGNoState               // the first message is sent
	AGInitExch              // policy and public values are exchanged
	AGAuth                  // the peers are authenticated
	ConfXAuth               // the responder asks for the user's password
	ConfAddr                // the responder assigns an address to the initiator
	QMIdle                  // established: ready for quick modes
	MMDeleted               // a peer has deleted the SA, for which IOS prints MM_NO_STATE
	MMFailed                // the negotiation failed, which IOS prints in the same way

	// The states of IKEv2.
	InitSent     // IKE_SA_INIT is requested
	InitRefused  // the response wants a COOKIE or another group
	InitDone     // the peers have agreed on a policy and exchanged public values
	AuthSent     // IKE_AUTH is requested
	AuthAnswered // the response is not decrypted: it may end the exchange, ask for EAP, or refuse
	Ready        // established: ready for child SAs
	Deleted      // a peer has deleted the SA
	Failed       // the negotiation failed, or the SA ended without a deletion: see SA.Failure
	stateLength  = iota
)

// String is the word that IOS prints.
func (s State) String() string {
	return [stateLength]string{
		MMNoState: "MM_NO_STATE", MMSASetup: "MM_SA_SETUP", MMKeyExch: "MM_KEY_EXCH", MMKeyAuth: "MM_KEY_AUTH",
		AGNoState: "AG_NO_STATE", AGInitExch: "AG_INIT_EXCH", AGAuth: "AG_AUTH",
		ConfXAuth: "CONF_XAUTH", ConfAddr: "CONF_ADDR", QMIdle: "QM_IDLE", MMDeleted: "MM_NO_STATE", MMFailed: "MM_NO_STATE",
		InitSent: "INIT-SENT", InitRefused: "INIT-SENT", InitDone: "INIT-DONE", AuthSent: "AUTH-SENT",
		AuthAnswered: "AUTH-ANSWERED", Ready: "READY", Deleted: "DELETED", Failed: "FAILED",
	}[s]
}

// Established reports whether the SA protects other exchanges: its peers are
// authenticated, as far as the capture tells. XAUTH has not yet told whether the
// user is accepted.
func (s State) Established() bool {
	return in(MMKeyAuth, AGAuth, ConfAddr, QMIdle, Ready).has(s)
}

// isFailed reports whether the SA has come to nothing.
func (s State) isFailed() bool { return s == MMFailed || s == Failed }

// OneSided reports whether the capture has an IKE_AUTH request of s, and not one message
// of its responder: then it does not tell whether s was established.
func (s *SA) OneSided() bool {
	return s.State == AuthSent && !slices.ContainsFunc(s.Log, func(m Message) bool { return m.Role == Responder })
}

// initial is the state of an SA of a version whose first message is sent.
func initial(version uint8) State {
	if version == 2 {
		return InitSent
	}
	return MMNoState
}

// deleted is the state of an SA of a version that a peer has deleted.
func deleted(version uint8) State {
	if version == 2 {
		return Deleted
	}
	return MMDeleted
}

// failed is the state of an SA of a version that has come to nothing.
func failed(version uint8) State {
	if version == 2 {
		return Failed
	}
	return MMFailed
}

// states are a set of State.
type states uint32

func in(list ...State) (set states) {
	for _, s := range list {
		set |= 1 << s
	}
	return set
}

func (set states) has(s State) bool { return set>>s&1 != 0 }
