package diagnose

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

func name509(t *testing.T, parts ...pkix.AttributeTypeAndValue) []byte {
	t.Helper()
	var sequence pkix.RDNSequence
	for _, p := range parts {
		sequence = append(sequence, pkix.RelativeDistinguishedNameSET{p})
	}
	der, err := asn1.Marshal(sequence)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// The forms are those of strongSwan's identities: a name of X.500 in the order of its
// parts, "keyid:", and digits behind "#".
func TestSwanID(t *testing.T) {
	t.Parallel()
	organization, common := asn1.ObjectIdentifier{2, 5, 4, 10}, asn1.ObjectIdentifier{2, 5, 4, 3}
	plain := name509(t, pkix.AttributeTypeAndValue{Type: organization, Value: "Example"}, pkix.AttributeTypeAndValue{Type: common, Value: "gw1.example.org"})
	comma := name509(t, pkix.AttributeTypeAndValue{Type: organization, Value: "Example, Inc"})
	for _, tt := range []struct {
		id   ike.Identity
		want string
	}{
		{ike.Identity{}, ""},
		{fqdn("gw1.example.org"), "gw1.example.org"},
		{ike.Identity{Type: idDN, Data: plain}, `"O=Example, CN=gw1.example.org"`},
		{ike.Identity{Type: idDN, Data: comma}, "asn1dn:#"},
		{ike.Identity{Type: idDN, Data: []byte{0x30, 0x80}}, "asn1dn:#3080"},
		{ike.Identity{Type: idKeyID, Data: []byte("staff")}, "keyid:staff"},
		{ike.Identity{Type: idKeyID, Data: []byte("two words")}, "keyid:#74776f20776f726473"},
		{ike.Identity{Type: idKeyID, Data: []byte{1, 0xff}}, "keyid:#01ff"},
		{ike.Identity{Type: idIPv4, Data: []byte{192, 0, 2, 1}}, "192.0.2.1"},
	} {
		if got := swanID(tt.id); got != tt.want && !(tt.want == "asn1dn:#" && strings.HasPrefix(got, tt.want)) {
			t.Errorf("%d: %q: want %q", tt.id.Type, got, tt.want)
		}
	}
}

// A refusal that no other rule reads is told, and one that only asks for another message is
// not.
func TestRefusedOtherwise(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		version uint8
		notify  uint16
		want    bool
	}{{2, 7, true}, {2, 17, false}, {2, 11, false}, {2, 16388, false}, {2, 10500, true}, {1, 13, true}, {1, 4, false}} {
		s := &ike.SA{Now: ends, Peers: ends, State: ike.Failed, Failure: ike.Failure{Kind: ike.Notified, Notify: isakmp.NotifyType(tt.notify), By: ike.Responder, Frame: 2}}
		f := between(s)
		s.Version = tt.version
		x, ok := f.refusedOtherwise(s)
		if ok != tt.want || ok && (x.Certainty != Possible || x.Severity != Error || len(x.Evidence) != 1) {
			t.Errorf("IKEv%d, %d: %t, %+v", tt.version, tt.notify, ok, x)
		}
	}
}
