package report

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/ifname"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// A Limit is what may stand behind a report's words to narrow it, as on a router.
type Limit struct {
	Word  string // "peer"; "" of a value alone
	Value string // that follows it: address, InterfaceName; "" of a word alone
	Brief string
}

// Values of limits, as they are called in a usage.
const (
	address       = "ADDRESS"
	InterfaceName = "IF"
)

// String is the limit as it is typed.
func (l Limit) String() string { return strings.Trim(l.Word+" "+l.Value, " ") }

// OnInterface narrows neighbors.
func OnInterface() []Limit {
	return []Limit{{Value: InterfaceName, Brief: "those that were heard on one interface"}}
}

// ByPeer narrows SAs; words are IOS's for an end of them.
func ByPeer(words ...string) (list []Limit) {
	for _, w := range words {
		list = append(list, Limit{w, address, "those of which one end has this address"})
	}
	return list
}

// ByInterface narrows SAs.
func ByInterface() []Limit {
	return []Limit{{"interface", InterfaceName, "those that were seen on one interface"}}
}

// ByTranslation narrows translations.
func ByTranslation() (list []Limit) {
	for _, p := range []string{"tcp", "udp", "icmp", "esp", "gre"} {
		list = append(list, Limit{Word: p, Brief: "those of " + strings.ToUpper(p)})
	}
	return append(list, Limit{insideWord, address, "those of an inside address, local or global"}, Limit{outsideWord, address, "those of an outside address"})
}

const (
	insideWord  = "inside"
	outsideWord = "outside"
)

// A Narrowed is what was typed to narrow a report. The zero value narrows nothing.
type Narrowed struct {
	Ends            []netip.Addr // of SAs: each has to be one
	Interface       string
	Protocols       []string // of translations: any
	Inside, Outside netip.Addr

	typed []string
}

// Is reports whether there is a limit.
func (n *Narrowed) Is() bool { return len(n.typed) > 0 }

// String is what was typed: "peer 192.0.2.1".
func (n *Narrowed) String() string { return strings.Join(n.typed, " ") }

var errNoAddress = errors.New("no address")

// Add adds a limit. The error is of an address that is none.
func (n *Narrowed) Add(l Limit, value string) error {
	switch l.Value {
	case "":
		n.Protocols = append(n.Protocols, l.Word)
	case InterfaceName:
		n.Interface = value
	case address:
		a, err := netip.ParseAddr(value)
		if err != nil {
			return errNoAddress
		}
		switch l.Word {
		case insideWord:
			n.Inside = a
		case outsideWord:
			n.Outside = a
		default:
			n.Ends = append(n.Ends, a)
		}
	}
	n.typed = append(n.typed, strings.Trim(l.Word+" "+value, " "))
	return nil
}

// Between reports whether SAs between two addresses are meant. Which of them is a router's own
// a capture does not tell: a peer may be either.
func (n *Narrowed) Between(a, b netip.Addr) bool {
	for _, end := range n.Ends {
		if end != a.Unmap() && end != b.Unmap() {
			return false
		}
	}
	return true
}

// On reports whether an interface is meant.
func (n *Narrowed) On(name string) bool {
	return n.Interface == "" || ifname.Same(n.Interface, name)
}

// Of reports whether translations of a protocol are meant.
func (n *Narrowed) Of(protocol string) bool {
	return len(n.Protocols) == 0 || slices.Contains(n.Protocols, protocol)
}

// concerns reports whether a finding is about what is meant, or about nothing in particular.
func (n *Narrowed) concerns(f *diagnose.Finding) bool {
	switch {
	case len(n.Ends) > 0 && (f.Tunnel == nil || !n.Between(f.Tunnel.Initiator.Addr(), f.Tunnel.Responder.Addr())):
		return false
	case len(f.Neighbors) == 0:
		return true
	}
	return slices.ContainsFunc(f.Neighbors, func(x *neighbor.Neighbor) bool { return n.On(x.Interface) })
}

// NoneLeft says that nothing is left of a report by what was typed to narrow it, and what there
// is: names of what may be typed.
func (q *Query) NoneLeft(what, there string, names []string) []string {
	return append([]string{fmt.Sprintf("No %s for %s", what, &q.Only)}, Others(there, names)...)
}

// maxNamed bounds the names that are told where another was asked for.
const maxNamed = 8

// Others says which names there are in place of one that there is not; no line if there
// are none.
func Others(what string, names []string) []string {
	slices.Sort(names)
	if names = slices.Compact(names); len(names) == 0 {
		return nil
	}
	more := ""
	if n := len(names); n > maxNamed {
		more = fmt.Sprintf(" and %d more", n-maxNamed)
	}
	return []string{what + ": " + strings.Join(names[:min(len(names), maxNamed)], ", ") + more}
}
