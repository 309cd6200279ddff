package session

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/all"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/track/stream"
)

// NewRegistry returns a registry of every protocol and of dissect/frame. rules have
// the form of Options.DecodeAs.
func NewRegistry(rules ...string) (*dissect.Registry, error) {
	registry, _, err := protocols(&Options{DecodeAs: rules})
	return registry, err
}

// protocols is NewRegistry, and the ports of TCP that are for IKE and ESP or not.
func protocols(o *Options) (registry *dissect.Registry, tcpPorts stream.Ports, err error) {
	if registry, err = dissect.NewRegistry(all.Bindings()...); err != nil {
		return nil, nil, err
	}
	tcpPorts, rules, err := streams(o.DecodeAs)
	if err != nil {
		return nil, nil, err
	}
	if err := decodeAs(registry, rules); err != nil {
		return nil, nil, err
	}
	if err := enable(registry, o.OnlyProtocols, o.WithoutProtocols); err != nil {
		return nil, nil, err
	}
	for _, p := range []*field.Proto{frame.CommentsProto, frame.ColumnsProto, frame.Proto} {
		if err := registry.Declare(p); err != nil {
			return nil, nil, err
		}
	}
	registry.Resolve(o.Resolved)
	return registry, tcpPorts, nil
}

// enable leaves to reg the protocols that the lists of only name, all without lists,
// and none that the lists of without name. In a list stand commas between names.
func enable(reg *dissect.Registry, only, without []string) error {
	chosen, left := names(only), names(without)
	for _, name := range slices.Concat(chosen, left) {
		if reg.Declared(name) == nil && name != frame.Proto.Name {
			return fmt.Errorf("there is no protocol %q; %s", name, near(name, decodable(reg)))
		}
	}
	if len(chosen)+len(left) > 0 {
		reg.Keep(func(p *field.Proto) bool {
			return (len(only) == 0 || slices.Contains(chosen, p.Name)) && !slices.Contains(left, p.Name)
		})
	}
	return nil
}

// names are the lower-case names in lists.
func names(lists []string) (out []string) {
	for _, list := range lists {
		for name := range strings.SplitSeq(list, ",") {
			if name = strings.ToLower(strings.TrimSpace(name)); name != "" {
				out = append(out, name)
			}
		}
	}
	return out
}
