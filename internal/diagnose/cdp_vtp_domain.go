package diagnose

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect/cdp"
)

// vtpDomainDiffers finds switches that do not share their VLANs by VTP, and between
// which DTP makes no trunk.
func vtpDomainDiffers(f *Facts, found func(Finding)) {
	for ends := range linkEnds(f) {
		here, there := string(ends[0].announced.VTPDomain), string(ends[1].announced.VTPDomain)
		if !both(ends, cdp.VTPDomain) || here == there {
			continue
		}
		x := f.differing(ends, "vtp_domain", "cdp.vtp_management_domain",
			func(e end) any { return named(string(e.announced.VTPDomain)) },
			func(e end) string { return string(e.announced.VTPDomain) })
		x.Summary = fmt.Sprintf("VTP domain mismatch: %s is of the domain '%s', %s at the other end of '%s'",
			place(ends[0].Neighbor), named(here), place(ends[1].Neighbor), named(there))
		change, domain := ends[1], here
		if here == "" {
			change, domain = ends[0], there
		}
		x.Remedies = onDevice(change.Neighbor, ", once show vtp status has told whose VLANs would go", "vtp domain "+printable(domain))
		x.Reference = "Cisco IOS system message DTP-5-DOMAINMISMATCH"
		found(x)
	}
}
