package decrypt

import "github.com/pktscope/pktscope/dissect/ipsec"

// A PSK is what came of checking pre-shared keys.
type PSK struct {
	Proof ipsec.Verdict
	Why   string // why nothing could be checked
	By    string // by which payload it was decided
}
