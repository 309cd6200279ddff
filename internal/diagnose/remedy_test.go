package diagnose

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// gateway is one of fixtures/tunnels.
var gateway = netip.MustParseAddrPort("198.51.100.1:500")

// texts are remedies by platform.
func texts(list []Remedy) map[Platform]string {
	m := map[Platform]string{}
	for _, r := range list {
		m[r.Platform] = r.Text()
	}
	return m
}

// Words are those of Cisco's command references and of swanctl.conf(5).
func TestPolicyRemedies(t *testing.T) {
	t.Parallel()
	course := isakmp.Policy{
		Suite: ipsec.Suite{Encr: ipsec.EncrAESCBC, KeyBits: 128}, Hash: ipsec.HashSHA1, PRF: ipsec.PRFSHA1,
		Group: ipsec.MODP1024, Auth: ipsec.AuthPSK,
	}
	router := "! on 198.51.100.1\ncrypto isakmp policy 10\n encryption aes\n hash sha\n authentication pre-share\n group 2\n lifetime 86400"
	want := map[Platform]string{
		IOS: router, IOSXE: router,
		ASA:        "! on 198.51.100.1\ncrypto ikev1 policy 10\n authentication pre-share\n encryption aes\n hash sha\n group 2\n lifetime 86400",
		StrongSwan: "# on 198.51.100.1\nconnections {\n  <connection> {\n    proposals = aes128-sha1-modp1024\n  }\n}",
	}
	if d := cmp.Diff(want, texts(policyRemedies(1, gateway, course))); d != "" {
		t.Errorf("version 1:\n%s", d)
	}

	cbc := isakmp.Policy{
		Suite: ipsec.Suite{Encr: ipsec.EncrAESCBC, KeyBits: 256, Integ: ipsec.IntegSHA2_256_128}, PRF: ipsec.PRFSHA2_256, Group: ipsec.MODP2048,
	}
	router = "! on 198.51.100.1\ncrypto ikev2 proposal PROPOSAL\n encryption aes-cbc-256\n integrity sha256\n group 14\ncrypto ikev2 policy 10\n proposal PROPOSAL"
	want = map[Platform]string{
		IOS: router, IOSXE: router,
		ASA:        "! on 198.51.100.1\ncrypto ikev2 policy 10\n encryption aes-256\n integrity sha256\n group 14\n prf sha256",
		StrongSwan: "# on 198.51.100.1\nconnections {\n  <connection> {\n    proposals = aes256-sha256-modp2048\n  }\n}",
	}
	if d := cmp.Diff(want, texts(policyRemedies(2, gateway, cbc))); d != "" {
		t.Errorf("version 2:\n%s", d)
	}

	gcm := isakmp.Policy{Suite: ipsec.Suite{Encr: ipsec.EncrAESGCM16, KeyBits: 256}, PRF: ipsec.PRFSHA2_384, Group: ipsec.Curve25519}
	want = map[Platform]string{ // IOS has no group 31
		ASA:        "! on 198.51.100.1\ncrypto ikev2 policy 10\n encryption aes-gcm-256\n integrity null\n group 31\n prf sha384",
		StrongSwan: "# on 198.51.100.1\nconnections {\n  <connection> {\n    proposals = aes256gcm16-prfsha384-x25519\n  }\n}",
	}
	if d := cmp.Diff(want, texts(policyRemedies(2, gateway, gcm))); d != "" {
		t.Errorf("AEAD:\n%s", d)
	}
}

func TestTransformRemedies(t *testing.T) {
	t.Parallel()
	child := isakmp.ChildPolicy{Suite: ipsec.Suite{Encr: ipsec.EncrAESCBC, KeyBits: 256, Integ: ipsec.IntegSHA1_96}, Group: ipsec.MODP2048, Mode: isakmp.ModeTunnel}
	router := "! on 198.51.100.1\ncrypto ipsec transform-set TS esp-aes 256 esp-sha-hmac\ncrypto map VPNMAP 10 ipsec-isakmp\n set transform-set TS\n set pfs group14"
	swan := "# on 198.51.100.1\nconnections {\n  <connection> {\n    children {\n      <child> {\n        esp_proposals = aes256-sha1-modp2048\n      }\n    }\n  }\n}"
	want := map[Platform]string{
		IOS: router, IOSXE: router, StrongSwan: swan,
		ASA: "! on 198.51.100.1\ncrypto ipsec ikev1 transform-set TS esp-aes-256 esp-sha-hmac\ncrypto map VPNMAP 10 set ikev1 transform-set TS\ncrypto map VPNMAP 10 set pfs group14",
	}
	if d := cmp.Diff(want, texts(transformRemedies(1, gateway, child))); d != "" {
		t.Errorf("version 1:\n%s", d)
	}
	want[ASA] = "! on 198.51.100.1\ncrypto ipsec ikev2 ipsec-proposal PROPOSAL\n protocol esp encryption aes-256\n protocol esp integrity sha-1\n" +
		"crypto map VPNMAP 10 set ikev2 ipsec-proposal PROPOSAL\ncrypto map VPNMAP 10 set pfs group14"
	if d := cmp.Diff(want, texts(transformRemedies(2, gateway, child))); d != "" {
		t.Errorf("version 2:\n%s", d)
	}
}

// Lines that both gateways take stand once, and name both.
func TestMerged(t *testing.T) {
	t.Parallel()
	const dpd = "crypto ikev2 dpd 10 3 periodic"
	step := func(p Platform, lines string, on ...string) Remedy { return Remedy{p, []Step{{On: on, Lines: lines}}} }
	two := Remedy{IOS, []Step{{On: []string{"192.0.2.1"}, Lines: dpd}, {On: []string{"198.51.100.1"}, Lines: "x"}}}
	list := []Remedy{
		step(IOS, dpd, "192.0.2.1"), step(StrongSwan, "a", "192.0.2.1"), step(IOS, dpd, "198.51.100.1"), step(StrongSwan, "b", "198.51.100.1"),
		step(IOS, dpd, "198.51.100.1"), step(ASA, dpd, "198.51.100.1"), step(IOS, "x", "192.0.2.1"), two,
	}
	want := []Remedy{
		step(IOS, dpd, "192.0.2.1", "198.51.100.1"), step(StrongSwan, "a", "192.0.2.1"), step(StrongSwan, "b", "198.51.100.1"),
		step(ASA, dpd, "198.51.100.1"), step(IOS, "x", "192.0.2.1"), two,
	}
	if d := cmp.Diff(want, merged(list)); d != "" {
		t.Error(d)
	}
}
