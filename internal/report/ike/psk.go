package ike

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// appendSharedKeys appends whose pre-shared keys the given ones are.
func appendSharedKeys(b []byte, s *ike.SA) []byte {
	sides := s.CheckedPSKs()
	i, r := sides[ike.Initiator], sides[ike.Responder]
	switch {
	case i.Proof == ipsec.Unchecked && r.Proof == ipsec.Unchecked && s.SharedKey[ike.Initiator].Why != "":
		return append(b, "  It is not known whether the pre-shared key is right: "+i.Why+"\n"...)
	case i.Proof == ipsec.Unchecked && r.Proof == ipsec.Unchecked:
		return b
	case i.Proof == ipsec.Correct && r.Proof == ipsec.Correct && s.PSKsDiffer():
		return ios.AppendLine(b, "  ", fmt.Sprintf("The initiator's pre-shared key is %s, by %s; the responder's is %s, by %s: they differ", at(i, r, "initiator"), i.By, at(r, i, "responder"), r.By))
	case i.Proof == r.Proof && i.By == r.By:
		return append(b, "  The pre-shared key is "+rightOrWrong(i)+", by "+i.By+"\n"...)
	case i.Proof == r.Proof:
		return append(b, "  The pre-shared key is "+rightOrWrong(i)+", by "+i.By+" and "+r.By+"\n"...)
	}
	return append(b, "  The initiator's pre-shared key is "+sharedKeyText(i)+"; the responder's is "+sharedKeyText(r)+"\n"...)
}

// at is where the key k stands; where another stands on the same line, name tells them
// apart.
func at(k, other ike.PSK, name string) string {
	if k.Source == other.Source {
		return k.Source.String() + " (" + name + ")"
	}
	return k.Source.String()
}

func rightOrWrong(k ike.PSK) string {
	if k.Proof == ipsec.Correct {
		return "right"
	}
	return "wrong"
}

// sharedKeyText is "right, by HASH_I", or why nothing is known.
func sharedKeyText(k ike.PSK) string {
	if k.Proof == ipsec.Unchecked {
		return "not known: " + k.Why
	}
	return rightOrWrong(k) + ", by " + k.By
}

// sharedKeyCell returns whether the pre-shared key is right, of both sides as far as
// they are known, nil if nothing is known.
func sharedKeyCell(s *ike.SA) any {
	sides := s.CheckedPSKs()
	i, r := sides[ike.Initiator].Proof, sides[ike.Responder].Proof
	switch {
	case i == ipsec.Incorrect || r == ipsec.Incorrect || i == ipsec.Correct && r == ipsec.Correct && s.PSKsDiffer():
		return false
	case i == ipsec.Correct && (r == ipsec.Correct || s.AuthenticatesElse(ike.Responder)), r == ipsec.Correct && s.AuthenticatesElse(ike.Initiator):
		return true
	}
	return nil
}

// sharedKeysCell is the verdict on the pre-shared key of each side.
func sharedKeysCell(s *ike.SA) any {
	sides := s.CheckedPSKs()
	return render.Object{{Key: "initiator", Value: sideCell(sides[ike.Initiator])}, {Key: "responder", Value: sideCell(sides[ike.Responder])}}
}

// sideCell is of one side whether a key is right, which it is, and why.
func sideCell(k ike.PSK) any {
	var right any
	if k.Proof != ipsec.Unchecked {
		right = k.Proof == ipsec.Correct
	}
	return render.Object{
		{Key: "right", Value: right}, {Key: "source", Value: render.OrNil(k.Source.String())},
		{Key: "by", Value: render.OrNil(k.By)}, {Key: "reason", Value: render.OrNil(k.Why)},
	}
}
