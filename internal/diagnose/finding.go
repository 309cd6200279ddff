package diagnose

import (
	"net/netip"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// A Finding is one cause of a fault.
type Finding struct {
	Rule      string // its identifier: "ike.psk"
	Severity  Severity
	Certainty Certainty
	Tunnel    *Tunnel // nil: it is about no tunnel
	Summary   string  // what is wrong, in one sentence without a full stop
	Values    []Value // that differ between the sides
	Evidence  []Evidence
	Remedies  []Remedy
	Reference string // "RFC 7296, section 2.15"

	// Setting is what an audit rule judges, in a word or two: "group 2".
	Setting string
	// Neighbors are those that the fault is about, of CDP.
	Neighbors []*neighbor.Neighbor
	// Symptoms are what the fault shows itself by. Each belongs to the first finding
	// that claims it: one cause, one finding.
	Symptoms []Symptom
	// Count is how often the same was found, by retries for example.
	Count       int
	First, Last time.Time // of Evidence
}

// An SPI is that of an IKE SA.
type SPI = ike.SPI

// Severity is how bad a fault is.
type Severity uint8

const (
	Note    Severity = iota // worth knowing
	Warning                 // it works, but loses something or is at risk
	Error                   // an SA or a child SA did not come up, or traffic is dead
)

// String is the word of the JSON.
func (s Severity) String() string { return [...]string{"note", "warning", "error"}[s] }

// Level is the severity in a router's log.
func (s Severity) Level() int { return [...]int{Note: 5, Warning: 4, Error: 3}[s] }

// Certainty is how sure a finding is.
type Certainty uint8

const (
	Possible Certainty = iota // one of several causes that fit
	Likely                    // what fits best
	Certain                   // the wire, or the keys, prove it
)

// String is the word of the JSON.
func (c Certainty) String() string { return [...]string{"possible", "likely", "certain"}[c] }

// A Tunnel is what two gateways have between them, however often it was negotiated.
type Tunnel struct {
	Initiator, Responder netip.AddrPort // the port is 0 where it does not matter
	SPIs                 [2]SPI         // of the IKE SA by Role; zero: there is none
	ESP                  []uint32       // SPIs of ESP or AH
}

// A Value is a parameter on which the sides differ.
type Value struct {
	Name string // "encryption", "group": one word for one thing in all findings
	// Initiator and Responder are what each side said: a string, a number or a
	// []string; nil where it is not on the wire or not decrypted.
	Initiator, Responder any
}

// Evidence is a field of a frame.
type Evidence struct {
	Frame uint64 // over all captures of a run; 0: it is about no single frame
	Field string // its name in display filters; "": the frame as a whole
	Value string // of Field, as -T fields prints it
	Text  string // what it shows

	Time time.Time
	// File and Number are the capture and the frame's number within it.
	File   string
	Number uint64
}

// A Remedy is what to type on a platform.
type Remedy struct {
	Platform Platform
	Steps    []Step
}

// A Step is what to type on a device, or on several that take the same lines.
type Step struct {
	On    []string // the devices, as the finding names them
	When  string   // what the comment says after their names: where or why the lines are right
	Lines string   // of configuration, or commands
}

// Text is what a remedy says: a comment that names the devices of a step, and its lines.
func (r *Remedy) Text() string {
	comment := "! on "
	if r.Platform == StrongSwan {
		comment = "# on "
	}
	var texts []string
	for _, s := range r.Steps {
		texts = append(texts, comment+strings.Join(s.On, " and ")+s.When, s.Lines)
	}
	return strings.Join(texts, "\n")
}

// A Platform is what a gateway runs.
type Platform string

// The platforms, in the order of a finding.
const (
	IOS        Platform = "ios"
	IOSXE      Platform = "ios-xe"
	ASA        Platform = "asa"
	StrongSwan Platform = "strongswan"
)

// Platforms lists them.
func Platforms() []Platform { return []Platform{IOS, IOSXE, ASA, StrongSwan} }

// A Symptom is something that went wrong, whatever the cause.
type Symptom struct {
	Kind SymptomKind
	Of   any // what it went wrong with: comparable, such as a pointer to an SA
}

// A SymptomKind is what went wrong.
type SymptomKind uint8

const (
	Failed   SymptomKind = iota // an IKE SA or child SA that was not made, or ended without a deletion
	Silent                      // packets of ESP or AH, or messages of IKE, that come one way only
	Lossy                       // packets that are missing
	Rejected                    // packets that the receiver drops
	Leaking                     // packets outside of their tunnel
)

// FailureOf is the Symptom of an IKE SA that failed.
func FailureOf(s *ike.SA) Symptom { return Symptom{Failed, s.SPIs[ike.Initiator]} }

// FailureOfChild is the Symptom of a child SA that failed.
func FailureOfChild(c *ike.Child) Symptom { return Symptom{Failed, c} }

// SilenceOf is the Symptom that ESP or AH of one gateway to another is missing.
func SilenceOf(from, to netip.Addr) Symptom { return Symptom{Silent, [2]netip.Addr{from, to}} }
