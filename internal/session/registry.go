package session

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/all"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/track/stream"
)

// NewRegistry returns a registry of every protocol and of dissect/frame. rules have
// the form of Options.DecodeAs.
func NewRegistry(rules ...string) (*dissect.Registry, error) {
	registry, _, err := protocols(rules)
	return registry, err
}

// protocols is NewRegistry, and the ports of TCP that are for IKE and ESP or not.
func protocols(rules []string) (registry *dissect.Registry, tcpPorts stream.Ports, err error) {
	if registry, err = dissect.NewRegistry(all.Bindings()...); err != nil {
		return nil, nil, err
	}
	tcpPorts, rules, err = streams(rules)
	if err != nil {
		return nil, nil, err
	}
	if err := decodeAs(registry, rules); err != nil {
		return nil, nil, err
	}
	for _, p := range []*field.Proto{frame.CommentsProto, frame.ColumnsProto, frame.Proto} {
		if err := registry.Declare(p); err != nil {
			return nil, nil, err
		}
	}
	return registry, tcpPorts, nil
}
