package diagnose

import (
	"fmt"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// leastFailing is how many packets in a row have a wrong ICV where none gets through.
const leastFailing = 3

// findIntegrity finds SAs of which some packets verify, so that the key is right, and
// others do not.
func findIntegrity(f *Facts, found func(Finding)) {
	for _, t := range f.Tunnels {
		for s := range t.SAs() {
			if orphan := s.AfterDelete() && s.AuthFailing > 0; !orphan && s.AuthFailed > 0 && s.Decrypted > 0 && s.Verified {
				found(integrityFinding(f, t, s))
			}
		}
	}
}

func integrityFinding(f *Facts, t *tunnel.Tunnel, s *tunnel.SA) Finding {
	x := Finding{
		Severity: Warning, Certainty: Certain, Tunnel: tunnelOfESP(t, s), Reference: "RFC 4303, section 3.4.4.1",
		Summary: fmt.Sprintf("%s of %s from %s to %s do not pass the integrity check, and %d do: they were changed on the way, or are not of %s",
			plural(s.AuthFailed, protocolOf(s)+" packet"), plural(s.AuthFailed+s.Decrypted, "packet"), s.Src, s.Dst, s.Decrypted, s.Src),
		Evidence: []Evidence{{Frame: s.FailedFrame, Field: spiField(s), Value: ios.HexSPI(s.SPI), Text: "the first packet with a wrong integrity check value"}},
		Symptoms: []Symptom{{Rejected, s.SPI}},
	}
	x.Summary = fmt.Sprintf("%d of %s from %s to %s fail the integrity check although the key is right: they are changed on the way, or forged",
		s.AuthFailed, plural(s.AuthFailed+s.Decrypted, protocolOf(s)+" packet"), s.Src, s.Dst)
	if s.AuthFailing >= leastFailing {
		x.Severity = Error
		x.Symptoms = append(x.Symptoms, SilenceOf(s.Dst, s.Src), SilenceOf(s.Src, s.Dst)) // nobody answers what is dropped
	}
	gateway := endpoint(s.Dst)
	x.Remedies = onRouters(gateway,
		"! the device on the way that changes ESP is to be found: compare the captures of both ends",
		"do show crypto ipsec sa peer "+s.Src.String()+" | include recv errors|decrypt|verify",
		"do show crypto engine accelerator statistic",
		"! where a device between the ends mends addresses in UDP, move ESP out of its sight:",
		"no crypto ipsec nat-transparency udp-encapsulation")
	x.Remedies = append(x.Remedies, remedyOn(StrongSwan, gateway, inShell(
		"# XfrmInStateProtoError counts them; offloading of checksums or of ESP by the interface may be the cause",
		"cat /proc/net/xfrm_stat",
		"ethtool -K <interface> esp-hw-offload off rx off tx off")...)...)
	return x
}
