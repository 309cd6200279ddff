package ipsec

// A Verdict is the result of verifying a value in a packet: an integrity check value, a
// HASH or AUTH payload.
type Verdict uint8

const (
	Unchecked Verdict = iota // no key, no algorithm, or nothing to check
	Correct
	Incorrect
)

// String is "correct", "incorrect" or "not validated".
func (v Verdict) String() string {
	switch v {
	case Correct:
		return "correct"
	case Incorrect:
		return "incorrect"
	}
	return "not validated"
}
