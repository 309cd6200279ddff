package esp

import (
	"errors"

	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// reasonOf is an error of crypt about a key as a reason.
func reasonOf(err error) esp.Reason {
	var length *ipsec.KeyLengthError
	switch {
	case !errors.As(err, &length):
		return esp.Unsupported
	case length.SaltMissing():
		return esp.NoSalt
	}
	return esp.KeyLength
}
