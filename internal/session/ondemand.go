package session

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/dns"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
	dnstrack "github.com/pktscope/pktscope/internal/track/dns"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/flow"
)

// OnDemand are the trackers of what fields alone tell, where such fields may be asked
// for: ESP's sequence numbers, the numbers of conversations, and which request of DNS a
// response is to. What is nil asks for nothing.
func OnDemand(format render.Format, display *filter.Filter, tap track.Tap) (more []track.Tracker) {
	tree := format != nil && format.NeedsTree() || tap != nil && len(tap.Protos()) > 0 ||
		display != nil && display.Asks(field.ExpertProto) // whose fields stand below any protocol's
	uses := func(fields []string) bool { return display != nil && slices.ContainsFunc(fields, display.Uses) }
	if tree || uses(flow.AnalysisFields()) {
		more = append(more, flow.NewAnalysis())
	}
	if tree || uses(esp.NumberFields()) {
		more = append(more, esp.NewNumbers())
	}
	if tree || uses(flow.ConversationFields()) {
		more = append(more, flow.NewConversations())
	}
	if tree || display != nil && display.Asks(dns.Proto) {
		more = append(more, dnstrack.New())
	}
	return more
}
