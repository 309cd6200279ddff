package decrypt

import "github.com/pktscope/pktscope/dissect/ipsec"

// A PSK is what came of checking pre-shared keys.
type PSK struct {
	Proof ipsec.Verdict
	Why   string // why nothing could be checked
	By    string // by which payload it was decided
}

// String tells the verdict.
func (k PSK) String() string {
	switch k.Proof {
	case ipsec.Correct:
		return "right, by " + k.By
	case ipsec.Incorrect:
		return "wrong, by " + k.By
	}
	return k.Why
}
