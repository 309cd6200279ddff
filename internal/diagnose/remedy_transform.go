package diagnose

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// transformRemedies let a gateway use a policy for child SAs, with its group for perfect
// forward secrecy, on each platform that has its algorithms.
func transformRemedies(version uint8, gateway netip.AddrPort, p isakmp.ChildPolicy) []Remedy {
	asa := asaTransform1
	if version == 2 {
		asa = asaTransform2
	}
	return append(append(onRouters(gateway, iosChild(gateway, p)...), remedyOn(ASA, gateway, asa(p)...)...),
		remedyOn(StrongSwan, gateway, swanChild(p)...)...)
}

func iosChild(gateway netip.AddrPort, p isakmp.ChildPolicy) []string {
	word := iosTransform(p.Suite)
	if word == "" || p.Group != 0 && iosGroup(p.Group) == "" || p.Additional != [7]ipsec.Group{} {
		return nil
	}
	lines := []string{"crypto ipsec transform-set TS " + word}
	if p.Mode.Transport() {
		lines = append(lines, " mode transport")
	}
	lines = append(lines, cryptoMap(gateway), " set transform-set TS")
	if p.Group != 0 {
		lines = append(lines, " set pfs group"+iosGroup(p.Group))
	}
	return lines
}

func asaTransform1(p isakmp.ChildPolicy) []string {
	word := asaTransform(p.Suite)
	if word == "" || p.Group != 0 && asaGroup1(p.Group) == "" {
		return nil
	}
	lines := []string{"crypto ipsec ikev1 transform-set TS " + word}
	if p.Mode.Transport() {
		lines = append(lines, "crypto ipsec ikev1 transform-set TS mode transport")
	}
	lines = append(lines, "crypto map VPNMAP 10 set ikev1 transform-set TS")
	if p.Group != 0 {
		lines = append(lines, "crypto map VPNMAP 10 set pfs group"+asaGroup1(p.Group))
	}
	return lines
}

func asaTransform2(p isakmp.ChildPolicy) []string {
	encr, integ := asaProposalEncryption(cipherOf(p.Suite)), asaProposalIntegrity(p.Integ)
	if p.Encr.AEAD() {
		integ = "null"
	}
	if encr == "" || integ == "" || p.Group != 0 && asaGroup2(p.Group) == "" || p.Additional != [7]ipsec.Group{} {
		return nil
	}
	lines := []string{
		"crypto ipsec ikev2 ipsec-proposal PROPOSAL", " protocol esp encryption " + encr, " protocol esp integrity " + integ,
		"crypto map VPNMAP 10 set ikev2 ipsec-proposal PROPOSAL",
	}
	if p.Mode.Transport() {
		lines = append(lines, "crypto map VPNMAP 10 set ikev2 mode transport")
	}
	if p.Group != 0 {
		lines = append(lines, "crypto map VPNMAP 10 set pfs group"+asaGroup2(p.Group))
	}
	return lines
}

// swanChild is "esp_proposals = aes256-sha256-modp2048".
func swanChild(p isakmp.ChildPolicy) []string {
	setting := "esp_proposals"
	words := []string{swanEncryption(cipherOf(p.Suite))}
	switch {
	case p.Encr == 0:
		setting, words = "ah_proposals", []string{swanIntegrity(p.Integ)}
	case !p.Encr.AEAD():
		words = append(words, swanIntegrity(p.Integ))
	}
	if p.Group != 0 {
		words = append(words, swanGroup(p.Group))
	}
	words = append(words, swanAdditional(p.Additional)...)
	if p.ESN {
		words = append(words, "esn")
	}
	proposal, ok := swanProposal(words)
	if !ok {
		return nil
	}
	lines := []string{setting + " = " + proposal}
	if p.Mode.Transport() {
		lines = append(lines, "mode = transport")
	}
	return childConnection(lines...)
}
