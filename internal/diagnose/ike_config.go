package diagnose

import (
	"slices"

	"github.com/pktscope/pktscope/internal/track/ike"
)

// ikeConfig finds child SAs that are refused for want of an address: the responder has
// none to assign, or assigns one that the initiator does not ask for.
func ikeConfig(f *Facts, found func(Finding)) {
	for s, c := range f.refused(internalAddressFailure, failedCPRequired) {
		if s.Version == 2 {
			found(f.ofConfig(c))
		}
	}
}

func (f *Facts) ofConfig(c *ike.Child) Finding {
	x := f.ofChild(c)
	x.Reference = "RFC 7296, section 3.15.4"
	asks, refuses := Address(asker(c)), Address(refuser(c))
	request := configRequest(c)
	if c.Failure.Notify == failedCPRequired {
		x.Reference = "RFC 7296, section 2.19"
		x.Summary = refuses + " assigns addresses, and " + asks + " does not ask for one"
		if request {
			x.Summary = refuses + " demands that " + asks + " asks for an address"
		}
		x.Remedies = slices.Concat(
			onRouters(asker(c), "crypto ikev2 client flexvpn FLEX", " client connect Tunnel0", "interface Tunnel0", " ip address negotiated"),
			remedyOn(StrongSwan, asker(c), connection("vips = 0.0.0.0")...),
		)
	} else {
		x.Summary = refuses + " has no address to assign to " + asks + ": there is no pool for it, or none is left"
		x.Remedies = slices.Concat(
			onRouters(refuser(c), "ip local pool POOL <first-address> <last-address>", "crypto ikev2 authorization policy default", " pool POOL"),
			remedyOn(ASA, refuser(c), "ip local pool POOL <first-address>-<last-address> mask <mask>", "tunnel-group <group> general-attributes", " address-pool POOL"),
			remedyOn(StrongSwan, refuser(c), append(connection("pools = clients"), "pools {", "  clients {", "    addrs = <network>", "  }", "}")...),
		)
	}
	if m := requestOf(c); m != nil {
		text := asks + " asks for no address"
		if request {
			text = asks + " asks for an address"
		}
		x.Evidence = append(x.Evidence, exchangeEvidence(m.Frame, m.Time, m.Exchange, text))
	}
	x.Evidence = append(x.Evidence, failureEvidence(c.Failure, refuses+" refuses: "+c.Failure.Word(c.Parent.Version)))
	return x
}

// configRequest reports whether the request for c, or one before it, asks for an address.
func configRequest(c *ike.Child) bool {
	return slices.ContainsFunc(c.Parent.Log, func(m ike.Message) bool {
		return m.Role == c.By && m.Said != nil && m.Said.Config != nil && (m.Said.Config.Has(ike.ConfigAddress4) || m.Said.Config.Has(ike.ConfigAddress6))
	})
}
