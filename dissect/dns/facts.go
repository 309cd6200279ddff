package dns

import (
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

// What only the other messages of a conversation tell.
var (
	_               = Proto.Generated("dns.response_in", "Response In", field.FrameNum, field.Dec, 4)
	fResponseTo     = Proto.Generated("dns.response_to", "Request In", field.FrameNum, field.Dec, 4)
	fTime           = Proto.Generated("dns.time", "Time", field.Relative, field.Dec, 0)
	fSentAgainIn    = Proto.Generated("dns.retransmit_request_in", "Retransmitted request. Original request in", field.FrameNum, field.Dec, 4)
	fAnsweredIn     = Proto.Generated("dns.retransmit_response_in", "Retransmitted response. Original response in", field.FrameNum, field.Dec, 4)
	fRetransmission = Proto.Generated("dns.retransmission", "Retransmission", field.Bool, field.Dec, 0)
	fUnsolicited    = Proto.Generated("dns.unsolicited", "Unsolicited", field.Bool, field.Dec, 0)

	fAskedAgain    = Proto.Expert("dns.retransmit_request", "DNS query retransmission. Original request in frame ", field.Warning, field.OfProtocol, field.Format(formatOriginal))
	fAnsweredAgain = Proto.Expert("dns.retransmit_response", "DNS response retransmission. Original response in frame ", field.Warning, field.OfProtocol, field.Format(formatOriginal))
)

// Facts are what the other messages of a conversation tell of one. What comes after it
// is not known when it is shown: dns.response_in is declared for filters that name it.
type Facts struct {
	Request     uint64        // number of the frame with the request that this responds to
	Delay       time.Duration // since the request
	Original    uint64        // number of the frame that this one repeats
	Unsolicited bool          // a response without a request
}

// show adds what is known to the tree. at is where the message begins.
func (f *Facts) show(d *field.Decoder, at int, response bool) {
	switch {
	case f.Original > 0:
		original := fSentAgainIn
		if response {
			original = fAnsweredIn
		}
		d.GenerateAt(original, at, f.Original)
		d.GenerateAt(fRetransmission, at, 1)
	case f.Request > 0:
		d.GenerateAt(fResponseTo, at, f.Request)
		d.GenerateAt(fTime, at, uint64(f.Delay))
	case f.Unsolicited:
		d.GenerateAt(fUnsolicited, at, 1)
	}
}

// expert adds, below the ID, which was read last, that the message is sent again.
func (f *Facts) expert(d *field.Decoder, response bool) {
	switch {
	case f.Original == 0:
	case response:
		d.Expert(fAnsweredAgain, f.Original)
	default:
		d.Expert(fAskedAgain, f.Original)
	}
}

func formatOriginal(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	return field.AppendUint(append(b, n.Def.Label...), n.Val)
}
