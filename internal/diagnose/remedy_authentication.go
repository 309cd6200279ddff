package diagnose

import (
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/internal/track/ike"
)

// joined are remedies for both gateways, those of one platform in one.
func joined(one, other []Remedy) (list []Remedy) {
	for _, r := range one {
		for _, x := range other {
			if x.Platform == r.Platform {
				r.Steps = slices.Concat(r.Steps, x.Steps)
			}
		}
		list = append(list, r)
	}
	return list
}

// onEach are the remedies that on returns for the gateway of each role, together.
func onEach(on func(mine, theirs ike.Role) []Remedy) []Remedy {
	return joined(on(ike.Initiator, ike.Responder), on(ike.Responder, ike.Initiator))
}

// pskRemedies set the same pre-shared key on both gateways.
func pskRemedies(s *ike.SA) []Remedy {
	return onEach(func(mine, theirs ike.Role) []Remedy {
		gateway, to := s.Now[mine], seenAs(s, theirs)
		router := []string{"crypto isakmp key 0 <pre-shared-key> address " + keyAddress(to)}
		asa := []string{"tunnel-group " + to + " type ipsec-l2l", "tunnel-group " + to + " ipsec-attributes"}
		if s.Version == 2 {
			router = []string{"crypto ikev2 keyring KEYRING", " peer PEER", "  address " + prefixed(to), "  pre-shared-key <pre-shared-key>"}
			asa = append(asa, " ikev2 local-authentication pre-shared-key <pre-shared-key>", " ikev2 remote-authentication pre-shared-key <pre-shared-key>")
		} else {
			asa = append(asa, " ikev1 pre-shared-key <pre-shared-key>")
		}
		list := append(onRouters(gateway, router...), remedyOn(ASA, gateway, asa...)...)
		return append(list, remedyOn(StrongSwan, gateway, swanSecret(s, mine, theirs)...)...)
	})
}

// swanSecret is the pre-shared key of two peers in swanctl.conf. Their identities are
// named where both are known.
func swanSecret(s *ike.SA, roles ...ike.Role) []string {
	lines := []string{"secrets {", "  ike-1 {"}
	if s.IDs[ike.Initiator].Type != 0 && s.IDs[ike.Responder].Type != 0 {
		for i, r := range roles {
			if id := swanID(s.IDs[r]); id != "" {
				lines = append(lines, "    id-"+string(rune('1'+i))+" = "+id)
			}
		}
	}
	return append(lines, `    secret = "<pre-shared-key>"`, "  }", "}")
}

// expectRemedies have the gateway in role r expect an identity of its peer.
func expectRemedies(s *ike.SA, r ike.Role, id ike.Identity) (list []Remedy) {
	version, gateway := s.Version, s.Now[r]
	text := identityText(id)
	if text == "" {
		return nil
	}
	var router []string
	kind := map[uint8]string{idIPv4: "address " + text, idIPv6: "address " + prefixed(text), idFQDN: "fqdn " + text, idUserFQDN: "email " + text}[id.Type]
	switch {
	case kind == "":
	case version == 2:
		router = []string{"crypto ikev2 profile PROFILE", " match identity remote " + kind}
	case id.Type == idFQDN:
		router = []string{"crypto isakmp profile PROFILE", " match identity host " + text}
	case id.Type == idUserFQDN:
		router = []string{"crypto isakmp profile PROFILE", " match identity user " + text}
	default:
		router = []string{"crypto isakmp profile PROFILE", " match identity " + kind}
	}
	list = onRouters(gateway, router...)
	if version == 2 || id.Type == idIPv4 || id.Type == idIPv6 {
		list = append(list, remedyOn(ASA, gateway, "tunnel-group "+seenAs(s, r.Other())+" ipsec-attributes", " peer-id-validate nocheck")...)
	}
	return append(list, remedyOn(StrongSwan, gateway, connection("remote {", "  id = "+swanID(id), "}")...)...)
}

// beRemedies have gateway identify itself by an identity.
func beRemedies(version uint8, gateway netip.AddrPort, id ike.Identity) (list []Remedy) {
	text := identityText(id)
	if text == "" {
		return nil
	}
	var router []string
	kind := map[uint8]string{idIPv4: "address " + text, idIPv6: "address " + text, idFQDN: "fqdn " + text, idUserFQDN: "email " + text}[id.Type]
	switch {
	case kind != "" && version == 2:
		router = []string{"crypto ikev2 profile PROFILE", " identity local " + kind}
	case id.Type == idIPv4 && text == gateway.Addr().String():
		router = []string{"crypto isakmp identity address"}
	case id.Type == idFQDN:
		router = []string{"crypto isakmp identity hostname"}
	}
	list = onRouters(gateway, router...)
	return append(list, remedyOn(StrongSwan, gateway, connection("local {", "  id = "+swanID(id), "}")...)...)
}
