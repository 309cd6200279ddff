package diagnose_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/internal/diagnose"
)

const (
	pcaps   = "../../fixtures/pcaps/"
	tunnels = "../../fixtures/tunnels/"
)

// audits are the findings of audit rules among all: rule, value and severity.
func audits(all []diagnose.Finding) (out []string) {
	for _, x := range all {
		if !strings.HasPrefix(x.Rule, "audit.") {
			continue
		}
		v := x.Values[0]
		value, _ := v.Responder.(string)
		if value == "" {
			value, _ = v.Initiator.(string)
		}
		out = append(out, strings.TrimPrefix(x.Rule, "audit.")+" "+value+" "+x.Severity.String())
	}
	slices.Sort(out)
	return out
}

// The settings of a tunnel are judged as far as they can be seen: those of ESP need keys.
func TestAudit(t *testing.T) {
	for _, c := range []struct {
		capture, keys string
		want          []string
	}{
		{pcaps + "01-ikev1-main-seed.pcap", "", []string{"group 2 note", "prf SHA note", "version 1 note"}},
		{pcaps + "01-ikev1-main-seed.pcap", pcaps + "01-ikev1-main-seed.keys.json", []string{
			"group 2 note", "integrity SHA note", "pfs NONE note", "prf SHA note", "version 1 note",
		}},
		{pcaps + "03-ikev1-aggressive-3des-md5.pcap", pcaps + "03-ikev1-aggressive-3des-md5.keys.json", []string{
			"encryption 3DES note", "encryption 3DES note", "group 2 note", "integrity MD5 warning", "mode aggressive note", "pfs NONE note",
			"prf MD5 warning", "version 1 note",
		}},
		{pcaps + "13-esp-null-sha1.pcap", pcaps + "13-esp-null-sha1.keys.json", []string{
			"group 2 note", "integrity SHA note", "null NULL note", "pfs NONE note", "prf SHA note", "version 1 note",
		}},
		// What is offered beside nothing better, and refused.
		{pcaps + "05-ikev1-phase1-no-proposal.pcap", "", []string{"group 2 note", "prf SHA note", "version 1 note"}},
		// An identity that is a name, in the clear.
		{tunnels + "v1-aggressive.pcap", "", []string{"identity gw2.example.org note", "mode aggressive note", "prf SHA note", "version 1 note"}},
		// ESP of which the keys alone tell the algorithms.
		{pcaps + "47-esp-gre-transport.pcap", pcaps + "47-esp-gre-transport.esp_sa", []string{"integrity SHA note", "null NULL note"}},
		{pcaps + "40-esp-padding.pcap", pcaps + "40-esp-padding.esp_sa", nil},
		{tunnels + "v2-rsa.pcap", tunnels + "v2-rsa.log", nil},
		{tunnels + "v2-psk-gcm.pcap", tunnels + "v2-psk-gcm.log", nil},
		// A short key, and a certificate that is signed with SHA-1.
		{broken + "v2-sound-certificate-weak.pcap", broken + "v2-sound-certificate-weak.log", []string{"certificate  note", "certificate SHA1-RSA note"}},
		// A method of EAP that makes no key: RFC 7296, section 2.16.
		{broken + "v2-sound-eap-md5.pcap", broken + "v2-sound-eap-md5.log", []string{"eap eap-md5 note"}},
		{broken + "v2-sound-eap-md5.pcap", "", nil},
		{tunnels + "v2-eap-mschapv2.pcap", tunnels + "v2-eap-mschapv2.log", nil},
		// A child that is made with its IKE SA has fresh keys, also once that is replaced.
		{tunnels + "v2-ike-rekey.pcap", tunnels + "v2-ike-rekey.log", nil},
	} {
		got := audits(diagnosed(t, c.capture, c.keys, diagnose.Options{Audit: true}))
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s %s: %s", c.capture, c.keys, diff)
		}
	}
}

// Unless all are asked for, one note counts the settings of a tunnel: each once, however
// often it was negotiated.
func TestAuditCounts(t *testing.T) {
	var got []string
	for _, x := range diagnosed(t, pcaps+"01-ikev1-main-seed.pcap", pcaps+"01-ikev1-main-seed.keys.json", diagnose.Options{}) {
		got = append(got, x.Line())
	}
	want := []string{"%CRYPTO-5-AUDIT: 5 settings are deprecated: IKEv1, SHA-1 for ESP, SHA-1, group 2, no PFS; --audit tells each"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestFaults: faults alone are what is found without the notes on settings.
func TestFaults(t *testing.T) {
	for _, name := range []string{"01-ikev1-main-seed.pcap", "49-cdp-faults.pcapng"} {
		all := diagnosed(t, pcaps+name, "", diagnose.Options{})
		faults := diagnosed(t, pcaps+name, "", diagnose.Options{Faults: true})
		want := slices.DeleteFunc(slices.Clone(all), func(x diagnose.Finding) bool { return x.Rule == "audit" })
		if (len(want) == len(all)) != (name == "49-cdp-faults.pcapng") {
			t.Errorf("%s: %d findings, %d of them faults", name, len(all), len(want))
		}
		if !reflect.DeepEqual(want, faults) {
			t.Errorf("%s: %v, want %v", name, faults, want)
		}
	}
}

// The remedy of the course's policy is in the words of its configuration.
func TestAuditRemedies(t *testing.T) {
	got := map[string]string{}
	for _, x := range diagnosed(t, pcaps+"01-ikev1-main-seed.pcap", pcaps+"01-ikev1-main-seed.keys.json", diagnose.Options{Audit: true}) {
		for _, r := range x.Remedies {
			if r.Platform == diagnose.IOS {
				got[x.Rule] = r.Text()
			}
		}
	}
	on := "! on 80.1.0.2 and 80.2.0.2\n"
	for rule, want := range map[string]string{
		"audit.group":     on + "crypto isakmp policy 10\n group 19",
		"audit.prf":       on + "crypto isakmp policy 10\n hash sha256",
		"audit.integrity": on + "crypto ipsec transform-set TS esp-aes esp-sha256-hmac\ncrypto map VPNMAP 10 ipsec-isakmp\n set transform-set TS",
		"audit.pfs":       on + "crypto map VPNMAP 10 ipsec-isakmp\n set pfs group19",
	} {
		if got[rule] != want {
			t.Errorf("%s: got %q, want %q", rule, got[rule], want)
		}
	}
}
