package diagnose_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/labtest"
)

// authentications are the rules of this family.
var authentications = []string{"ike.psk", "ike.auth", "ike.identity", "ike.certificate", "ike.eap", "ike.xauth", "ike.ppk", "ike.duplicate-identity"}

// refusals are the findings of these rules.
func refusals(t *testing.T, capture, keys string) []diagnose.Finding {
	t.Helper()
	return slices.DeleteFunc(diagnosed(t, capture, keys, diagnose.Options{}), func(x diagnose.Finding) bool {
		return !slices.Contains(authentications, x.Rule)
	})
}

// What both daemons were configured with is in fixtures/tunnels/README.md and in
// fixtures/broken/*.conf.
func TestRefusedPeers(t *testing.T) {
	t.Parallel()
	labtest.Slow(t)
	log := func(name string) string { return name + ".log" }
	both := func(name string) string { return name + ".log " + name + ".keys.json" }
	none := func(string) string { return "" }
	tests := []struct {
		capture   string
		keys      func(string) string
		rule      string
		certainty diagnose.Certainty
		summary   string // a part of it
	}{
		// Message 5 is sent again after an answer that its sender cannot read.
		{tunnels + "v1-wrong-psk", none, "ike.psk", diagnose.Likely, "192.0.2.1 and 198.51.100.1 differ"},
		{tunnels + "v1-wrong-psk", log, "ike.psk", diagnose.Likely, "the key that message 5 of main mode is encrypted with"},
		{broken + "v1-ike-psk-main", both, "ike.psk", diagnose.Certain, "v1-ike-psk-main.keys.json:2 has both, one of the initiator, by HASH_I, another one of the responder, by the Informational that it encrypted"},
		{broken + "v1-ike-psk-aggressive", none, "ike.psk", diagnose.Likely, "HASH_R"},
		{broken + "v1-ike-psk-aggressive", both, "ike.psk", diagnose.Certain, "by HASH_R"},
		{broken + "v2-ike-psk", none, "ike.auth", diagnose.Possible, "not decrypted, so not known"},
		{broken + "v2-ike-psk", log, "ike.auth", diagnose.Possible, "by AUTHENTICATION_FAILED"},
		{broken + "v2-ike-psk", both, "ike.psk", diagnose.Certain, "by AUTH of the initiator"},

		// The pre-shared key is right, and yet the peer is refused.
		{broken + "v1-ike-identity-unknown", none, "ike.auth", diagnose.Possible, "seems to refuse"},
		{broken + "v1-ike-identity-unknown", log, "ike.auth", diagnose.Possible, "the pre-shared key is the same on both sides"},
		{broken + "v1-ike-identity-of-responder", log, "ike.identity", diagnose.Likely, "gw2.example.org"},
		{broken + "v1-ike-identity-aggressive", none, "ike.identity", diagnose.Likely, "INVALID-ID-INFORMATION"},
		{broken + "v2-ike-identity-of-responder", log, "ike.identity", diagnose.Likely, "192.0.2.1 does not accept gw2.example.org"},
		{tunnels + "v2-wrong-identity", log, "ike.auth", diagnose.Possible, "the identity"},
		{broken + "v2-ike-auth-method", log, "ike.auth", diagnose.Possible, "it asks for a certificate"},

		{broken + "v2-ike-certificate-expired", log, "ike.certificate", diagnose.Certain, "expired on 2024-01-01"},
		{broken + "v2-ike-certificate-not-yet-valid", log, "ike.certificate", diagnose.Certain, "is not valid before 2030-01-01"},
		{broken + "v2-ike-certificate-name", log, "ike.certificate", diagnose.Likely, "does not have the identity gw1.example.org"},
		{broken + "v2-ike-certificate-unknown-issuer", log, "ike.certificate", diagnose.Likely, "CN=Other CA"},
		{broken + "v1-ike-certificate-unknown-issuer", log, "ike.certificate", diagnose.Likely, "asks for CN=Example CA"},
		{broken + "v2-ike-certificate-weak", log, "ike.certificate", diagnose.Likely, "a key of 1024 bits"},
		{broken + "v2-ike-certificate-sha1", log, "ike.certificate", diagnose.Likely, "SHA1-RSA"},
		{broken + "v2-ike-certificate-revoked", log, "ike.auth", diagnose.Possible, "revoked"},

		{broken + "v2-ike-eap-password", none, "ike.eap", diagnose.Possible, "3 rounds"},
		{broken + "v2-ike-eap-password", log, "ike.eap", diagnose.Likely, "carol@example.org"},
		{broken + "v2-ike-eap-method", log, "ike.eap", diagnose.Certain, "has EAP-TLS alone"},
		{broken + "v2-ike-eap-tls-untrusted", log, "ike.eap", diagnose.Likely, "certificate_unknown"},
		{tunnels + "v1-xauth-wrong-password", none, "ike.xauth", diagnose.Possible, "Nothing follows XAUTH"},
		{tunnels + "v1-xauth-wrong-password", log, "ike.xauth", diagnose.Certain, "user carol"},
		{broken + "v2-ike-ppk-not-supported", none, "ike.ppk", diagnose.Likely, "lacks USE_PPK"},
		{tunnels + "v2-ppk-required-refused", none, "ike.ppk", diagnose.Possible, "PPK"},
		{broken + "v2-ike-duplicate-identity", log, "ike.duplicate-identity", diagnose.Certain, "client.example.org"},
	}
	for _, tt := range tests {
		t.Run(tt.rule+tt.keys("")+strings.ReplaceAll(tt.capture, "../", ""), func(t *testing.T) {
			t.Parallel()
			found := refusals(t, tt.capture+".pcap", tt.keys(tt.capture))
			if len(found) != 1 {
				t.Fatalf("%d findings: %+v", len(found), found)
			}
			x := found[0]
			if x.Rule != tt.rule || x.Certainty != tt.certainty || !strings.Contains(x.Summary, tt.summary) {
				t.Errorf("%s, %s: %s; want %s, %s: %s", x.Rule, x.Certainty, x.Summary, tt.rule, tt.certainty, tt.summary)
			}
			if len(x.Evidence) == 0 || x.Tunnel == nil || x.Reference == "" {
				t.Errorf("%+v", x)
			}
		})
	}
}

// Tunnels that come up, and those that fail for another reason, have nothing of it.
func TestAcceptedPeers(t *testing.T) {
	t.Parallel()
	labtest.Slow(t)
	for _, name := range []string{
		tunnels + "v1-main", tunnels + "v1-aggressive", tunnels + "v1-rsa", tunnels + "v1-xauth", tunnels + "v1-reauthentication",
		tunnels + "v1-quick-mode-refused", tunnels + "v2-psk-gcm", tunnels + "v2-rsa", tunnels + "v2-ecdsa", tunnels + "v2-eap-mschapv2",
		tunnels + "v2-eap-tls", tunnels + "v2-two-rounds", tunnels + "v2-ppk-required", tunnels + "v2-ppk-optional-not-used",
		tunnels + "v2-mobike", tunnels + "v2-two-behind-nat", tunnels + "v2-no-proposal", tunnels + "v2-ts-unacceptable", tunnels + "v2-reauthentication",
		broken + "v1-sound-cut-after-message-4", broken + "v1-sound-cut-after-message-7", broken + "v1-sound-idle",
	} {
		t.Run(strings.ReplaceAll(name, "../", ""), func(t *testing.T) {
			t.Parallel()
			for _, keys := range []string{"", name + ".log"} {
				for _, x := range refusals(t, name+".pcap", keys) {
					t.Errorf("keys %q: %s, %s: %s", keys, x.Rule, x.Severity, x.Summary)
				}
			}
		})
	}
	// A certificate whose time is later than the clock of the capture, which is of 1970.
	if found := refusals(t, pcaps+"21-ikev1-payloads.pcap", ""); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}

// Values are those of fixtures/broken/*.conf.
func TestRefusedValues(t *testing.T) {
	t.Parallel()
	tests := map[string][]diagnose.Value{
		"v2-ike-eap-method":            {{Name: "authentication", Initiator: "eap-tls", Responder: "eap-mschapv2"}},
		"v2-ike-identity-of-responder": {{Name: "identity", Responder: "gw2.example.org"}},
		"v2-ike-certificate-name":      {{Name: "identity", Initiator: "gw1.example.org"}},
		"v2-ike-certificate-weak":      {{Name: "key_length", Initiator: 1024}},
		"v2-ike-auth-method":           {{Name: "authentication", Initiator: "psk"}},
		"v2-ike-duplicate-identity":    {{Name: "identity", Initiator: "client.example.org"}},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := refusals(t, broken+name+".pcap", broken+name+".log")
			if len(found) != 1 {
				t.Fatalf("%+v", found)
			}
			if d := cmp.Diff(want, found[0].Values); d != "" {
				t.Error(d)
			}
		})
	}
}
