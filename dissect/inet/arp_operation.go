package inet

// An ARPOperation is what a packet asks or answers, IANA's registry "Operation
// Codes (op)".
type ARPOperation uint16

const (
	ARPRequest        ARPOperation = 1
	ARPReply          ARPOperation = 2
	ARPReverseRequest ARPOperation = 3
	ARPReverseReply   ARPOperation = 4
	ARPDynamicRequest ARPOperation = 5
	ARPDynamicReply   ARPOperation = 6
	ARPDynamicError   ARPOperation = 7
	ARPInverseRequest ARPOperation = 8
	ARPInverseReply   ARPOperation = 9
	ARPNAK            ARPOperation = 10
	arpMARSFirst      ARPOperation = 11
	arpMARSLast       ARPOperation = 22
	arpMAPOS          ARPOperation = 23
	arpExperimental1  ARPOperation = 24
	arpExperimental2  ARPOperation = 25
	arpReserved       ARPOperation = 65535
)

func arpOperationName(v uint64) string {
	switch {
	case v < uint64(len(arpOperations)):
		return arpOperations[v]
	case ARPOperation(v) == arpReserved:
		return "reserved"
	}
	return ""
}

var arpOperations = [...]string{
	"reserved", "request", "reply", "reverse request", "reverse reply", "drarp request", "drarp reply", "drarp error",
	"inverse request", "inverse reply", "arp nak", "mars request", "mars multi", "mars mserv", "mars join", "mars leave",
	"mars nak", "mars unserv", "mars sjoin", "mars sleave", "mars grouplist request", "mars grouplist reply",
	"mars redirect map", "mapos unarp", "experimental 1", "experimental 2",
}

// arpMARS is how the Info column names the operations of RFC 2022.
var arpMARS = [...]string{
	"MARS request", "MARS MULTI request", "MARS MSERV request", "MARS JOIN request", "MARS LEAVE", "MARS NAK",
	"MARS UNSERV request", "MARS SJOIN request", "MARS SLEAVE", "MARS grouplist request", "MARS grouplist reply",
	"MARS redirect map",
}
