package diagnose

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// ends are the peers of fixtures/tunnels.
var ends = [2]netip.AddrPort{netip.MustParseAddrPort("192.0.2.1:4500"), netip.MustParseAddrPort("198.51.100.1:4500")}

func fqdn(name string) ike.Identity { return ike.Identity{Type: idFQDN, Data: []byte(name)} }

// between are facts of SAs that the same peers have.
func between(list ...*ike.SA) *Facts {
	f := &Facts{Sources: new(Sources), SAs: list, between: map[tunnel.Peers][]*ike.SA{}}
	for i, s := range list {
		s.ID, s.Version = uint64(i+1), 2
		f.between[peersOf(s)] = append(f.between[peersOf(s)], s)
	}
	return f
}

// refusedSA is an SA that the responder refuses by AUTHENTICATION_FAILED.
func refusedSA(log ...ike.Message) *ike.SA {
	s := &ike.SA{Now: ends, Peers: ends, State: ike.Failed, Failure: ike.Failure{Kind: ike.Notified, Notify: authenticationFailed, By: ike.Responder, Frame: 9}}
	s.Log = append(log, ike.Message{Frame: 9, Role: ike.Responder, Exchange: isakmp.ExchangeAuth, Response: true, Encrypted: true, Decrypted: true})
	return s
}

// asks is the first request of IKE_AUTH.
var asks = ike.Message{Frame: 3, Exchange: isakmp.ExchangeAuth, Encrypted: true, Decrypted: true, Payloads: []isakmp.PayloadType{isakmp.PayloadAuth}}

func checked(f *Facts, check func(*Facts, func(Finding))) (all []Finding) {
	check(f, func(x Finding) { all = append(all, x) })
	return all
}

// The responder names itself when it begins: it is not whom the initiator asked for.
func TestIdentityThatIsAskedFor(t *testing.T) {
	t.Parallel()
	s := refusedSA(asks)
	s.IDs = [2]ike.Identity{fqdn("gw1.example.org"), fqdn("gw9.example.org")}
	s.Asked, s.Auths[ike.Initiator] = s.IDs[ike.Responder], ipsec.AuthPSK
	if found := checked(between(s), ikeIdentity); len(found) > 0 {
		t.Fatalf("nothing tells who the responder is: %+v", found)
	}
	back := &ike.SA{Now: [2]netip.AddrPort{ends[1], ends[0]}, IDs: [2]ike.Identity{fqdn("gw2.example.org")}}
	found := checked(between(s, back), ikeIdentity)
	if len(found) != 1 {
		t.Fatalf("%+v", found)
	}
	x := found[0]
	if v := x.Values[0]; v.Initiator != "gw9.example.org" || v.Responder != "gw2.example.org" || x.Certainty != Likely || x.Severity != Error {
		t.Errorf("%+v", x)
	}
	other := &ike.SA{Now: back.Now, IDs: [2]ike.Identity{fqdn("gw3.example.org")}}
	if found := checked(between(s, back, other), ikeIdentity); len(found) > 0 {
		t.Errorf("it has two identities, and may have more: %+v", found)
	}
}

// RFC 2759, section 6: 691 is ERROR_AUTHENTICATION_FAILURE.
func TestWrongPasswordByMSCHAP(t *testing.T) {
	t.Parallel()
	say := func(frame uint64, r ike.Role, e ike.EAP) ike.Message {
		return ike.Message{Frame: frame, Role: r, Exchange: isakmp.ExchangeAuth, Encrypted: true, Decrypted: true, Said: &ike.Said{EAP: &e}}
	}
	s := refusedSA(asks,
		say(4, ike.Responder, ike.EAP{Code: ike.EAPRequest, Type: ike.EAPMSCHAPv2, Op: 1}), say(5, ike.Initiator, ike.EAP{Code: ike.EAPResponse, Type: ike.EAPMSCHAPv2, Op: 2}),
		say(6, ike.Responder, ike.EAP{Code: ike.EAPRequest, Type: ike.EAPMSCHAPv2, Op: 4, Error: 691}))
	s.EAP, s.IDs[ike.Initiator] = true, fqdn("carol.example.org")
	found := checked(between(s), ikeEAP)
	if len(found) != 1 || found[0].Certainty != Certain || !strings.Contains(found[0].Summary, "password of user carol.example.org") {
		t.Fatalf("%+v", found)
	}
	for _, r := range found[0].Remedies {
		if !strings.Contains(r.Text(), "<password>") {
			t.Errorf("%s: %s", r.Platform, r.Text())
		}
	}
}

// An INFORMATIONAL that comes at once and is short may refuse the responder, if the
// initiator begins anew. One that comes later, or has more in it, tells nothing.
func TestDroppedAtOnce(t *testing.T) {
	t.Parallel()
	at := time.Unix(1e9, 0)
	for _, tt := range []struct {
		after  time.Duration
		length uint32
		want   bool
	}{{10 * time.Millisecond, 80, true}, {10 * time.Millisecond, 160, false}, {time.Second, 80, false}} {
		s := &ike.SA{Now: ends, Peers: ends, State: ike.AuthAnswered, Messages: 3, Log: []ike.Message{
			{Frame: 3, Time: at, Exchange: isakmp.ExchangeAuth, Encrypted: true},
			{Frame: 4, Time: at, Role: ike.Responder, Exchange: isakmp.ExchangeAuth, Encrypted: true, Response: true},
			{Frame: 5, Time: at.Add(tt.after), Exchange: isakmp.ExchangeInfo2, Encrypted: true, Length: tt.length},
		}}
		s.Policy = &isakmp.Policy{Suite: ipsec.Suite{Encr: ipsec.EncrAESCBC, KeyBits: 256, Integ: ipsec.IntegSHA2_256_128}}
		if found := checked(between(s), ikeAuth); len(found) > 0 {
			t.Errorf("the initiator does not begin anew: %+v", found)
		}
		if found := checked(between(s, &ike.SA{Now: ends, Peers: ends}), ikeAuth); len(found) == 1 != tt.want {
			t.Errorf("%d bytes after %s: %+v", tt.length, tt.after, found)
		}
	}
}

func TestBackAndForth(t *testing.T) {
	t.Parallel()
	a, b, c := netip.MustParseAddrPort("192.0.2.1:500"), netip.MustParseAddrPort("192.0.2.2:500"), netip.MustParseAddrPort("192.0.2.3:500")
	for _, tt := range []struct {
		evicted []netip.AddrPort
		want    bool
	}{{[]netip.AddrPort{a, b, a}, true}, {[]netip.AddrPort{a, b}, false}, {[]netip.AddrPort{a, b, c}, false}, {[]netip.AddrPort{a, a, a}, false}, {nil, false}} {
		if got := backAndForth(tt.evicted); got != tt.want {
			t.Errorf("%v: %t", tt.evicted, got)
		}
	}
}

// A name on the wire does not end a string of a configuration, or begin a line.
func TestIdentityIsPrintable(t *testing.T) {
	t.Parallel()
	if got := identityText(fqdn("gw\"\n\x1b[31m}")); got != "gw???[31m}" {
		t.Errorf("%q", got)
	}
}

// Pre-shared keys of peers with addresses of IPv6, as Cisco's "Implementing IPsec in IPv6
// Security" has them.
func TestPreSharedKeysOverIPv6(t *testing.T) {
	t.Parallel()
	for version, want := range map[uint8]string{
		1: "\ncrypto isakmp key 0 <pre-shared-key> address ipv6 2001:db8:2::1/128\n",
		2: "\n  address 2001:db8:2::1/128\n",
	} {
		s := &ike.SA{Now: [2]netip.AddrPort{netip.MustParseAddrPort("[2001:db8:1::1]:500"), netip.MustParseAddrPort("[2001:db8:2::1]:500")}}
		s.Version = version
		if got := pskRemedies(s)[0].Text(); !strings.Contains(got, want) {
			t.Errorf("IKEv%d: no %q in\n%s", version, want, got)
		}
	}
}
