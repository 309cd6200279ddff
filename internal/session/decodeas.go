package session

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/track/stream"
)

// numberings are the layer types of -d, by their names in Wireshark.
var numberings = []struct {
	name  string
	space field.Space
	most  uint64
}{
	{"ethertype", field.EtherType, 0xffff},
	{"ip.proto", field.IPProto, 0xff},
	{"llc.dsap", field.SAP, 0xff},
	{"ppp.protocol", field.PPP, 0xffff},
	{"sctp.port", field.SCTPPort, 0xffff},
	{"tcp.port", field.TCPPort, 0xffff},
	{"udp.port", field.UDPPort, 0xffff},
}

// LayerTypes are the layer types that rules of Options.DecodeAs name.
func LayerTypes() (names []string) {
	for _, n := range numberings {
		names = append(names, n.name)
	}
	return names
}

// streamName is what rules call the streams of RFC 9329. The field names of their
// protocol begin with "pktscope.".
const streamName = "iketcp"

// streams are the ports of TCP that the rules name, the standard one beside them, and
// the rules as a registry has them: "tcp.port==443,iketcp" leaves the port to no
// protocol, for its streams are put together before they are read.
func streams(rules []string) (ports stream.Ports, others []string, err error) {
	ports = stream.Ports{stream.Port: true}
	for _, rule := range rules {
		selector, ok := strings.CutPrefix(rule, "tcp.port==")
		selector, proto, ok2 := strings.Cut(selector, ",")
		if !ok || !ok2 {
			others = append(others, rule)
			continue
		}
		first, last, err := selected(selector, 0xffff)
		if err != nil {
			return nil, nil, fmt.Errorf("-d %s: %w", rule, err)
		}
		named := proto == streamName || proto == "pktscope."+streamName
		for p := first; p <= last; p++ {
			ports[uint16(p)] = named
		}
		if named {
			rule = "tcp.port==" + selector + ",data"
		}
		others = append(others, rule)
	}
	return ports, others, nil
}

// decodeAs has reg read what the rules of -d name: "udp.port==10000,isakmp",
// "tcp.port==4500-4510,data".
func decodeAs(reg *dissect.Registry, rules []string) error {
	for _, rule := range rules {
		if err := decodeOne(reg, rule); err != nil {
			return fmt.Errorf("-d %s: %w", rule, err)
		}
	}
	return nil
}

func decodeOne(reg *dissect.Registry, rule string) error {
	layer, rest, ok := strings.Cut(rule, "==")
	selector, proto, ok2 := strings.Cut(rest, ",")
	if !ok || !ok2 {
		return errors.New("want LAYER==NUMBER,PROTOCOL, such as udp.port==10000,isakmp")
	}
	if proto == streamName {
		return errors.New(streamName + " stands in streams of tcp.port alone")
	}
	for _, n := range numberings {
		if n.name != layer {
			continue
		}
		first, last, err := selected(selector, n.most)
		if err != nil {
			return err
		}
		for v := first; v <= last; v++ {
			if !reg.DecodeAs(n.space.Key(v), proto) {
				return fmt.Errorf("there is no protocol %q that can be chosen; %s", proto, near(proto, decodable(reg)))
			}
		}
		return nil
	}
	return fmt.Errorf("there is no layer type %q; there are %s", layer, strings.Join(LayerTypes(), ", "))
}

// selected reads "500", "0x1f4", "500-510", or "500:10": ten from 500 on.
func selected(s string, most uint64) (first, last uint64, err error) {
	low, high, isRange := strings.Cut(s, "-")
	start, count, isCount := strings.Cut(s, ":")
	switch {
	case isRange:
		if first, err = number(low, most); err == nil {
			last, err = number(high, most)
		}
	case isCount:
		if first, err = number(start, most); err == nil {
			last, err = number(count, most)
			last += first - 1
		}
	default:
		first, err = number(s, most)
		last = first
	}
	if err == nil && (last < first || last > most) {
		err = fmt.Errorf("%q is not a range of numbers up to %d", s, most)
	}
	return first, last, err
}

func number(s string, most uint64) (uint64, error) {
	n, err := strconv.ParseUint(s, 0, 64)
	if err != nil || n > most {
		return 0, fmt.Errorf("%q is not a number up to %d", s, most)
	}
	return n, nil
}

// near names the protocols that a mistyped one may stand for.
func near(proto string, known []string) string {
	if found := dissect.NearestWords(proto, known); len(found) > 0 {
		return "near it: " + strings.Join(found, ", ")
	}
	if isIPsec := dissect.NearestWords(proto, []string{"ipsec", "ike", "ikev1", "ikev2"}); len(isIPsec) > 0 {
		return "IPsec's are isakmp, esp, ah and udpencap"
	}
	return "'pktscope fields' lists the protocols"
}

// decodable are the names of the protocols that pktscope dissects.
func decodable(reg *dissect.Registry) []string {
	names := []string{streamName}
	for _, p := range reg.Protos() {
		if reg.Decodes(p.Name) {
			names = append(names, p.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
