package ike

// A State is how far a negotiation has come, in the words of IOS.
type State uint8

// The states of main mode and aggressive mode, and of IKEv2.
const (
	MMNoState   State = iota // first message sent, or the SA is gone
	MMSASetup                // the peers agreed on a policy
	MMKeyExch                // the peers have exchanged public values
	MMKeyAuth                // the peers have shown who they are
	AGNoState                // first message sent
	AGInitExch               // policy and public values are exchanged
	AGAuth                   // the peers have shown who they are
	ConfXAuth                // the user is asked who he is
	ConfAddr                 // the initiator is told its address
	QMIdle                   // ready for quick modes
	InitSent                 // IKE_SA_INIT was asked for
	InitDone                 // and answered
	AuthSent                 // IKE_AUTH was asked for
	Ready                    // and answered: ready for child SAs
	Deleted                  // a peer told that it has forgotten the SA
	stateLength = iota
)

// String is the word that IOS prints.
func (s State) String() string {
	return [stateLength]string{
		"MM_NO_STATE", "MM_SA_SETUP", "MM_KEY_EXCH", "MM_KEY_AUTH", "AG_NO_STATE", "AG_INIT_EXCH", "AG_AUTH",
		"CONF_XAUTH", "CONF_ADDR", "QM_IDLE",
		"INIT-SENT", "INIT-DONE", "AUTH-SENT", "READY", "DELETED",
	}[s]
}
