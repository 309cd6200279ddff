package diagnose

import "github.com/pktscope/pktscope/dissect/cdp"

// duplexDiffers finds links of which one end is in half duplex, and sees collisions
// whenever the other one sends.
func duplexDiffers(f *Facts, found func(Finding)) {
	for ends := range linkEnds(f) {
		if !both(ends, cdp.Duplex) || ends[0].announced.FullDuplex == ends[1].announced.FullDuplex {
			continue
		}
		half := ends[0]
		if half.announced.FullDuplex {
			half = ends[1]
		}
		x := f.differing(ends, "duplex", "cdp.duplex",
			func(e end) any { return duplexOf(e.announced) },
			func(e end) string {
				if e.announced.FullDuplex {
					return "1"
				}
				return "0"
			})
		x.Summary = "Duplex mismatch: " + place(ends[0].Neighbor) + " is in " + duplexOf(ends[0].announced) + " duplex, " +
			place(ends[1].Neighbor) + " at the other end in " + duplexOf(ends[1].announced) + " duplex"
		x.Remedies = atInterface(half.Neighbor, ", or duplex auto at both ends", "duplex full")
		x.Reference = "Cisco IOS system message CDP-4-DUPLEX_MISMATCH"
		found(x)
	}
}

// duplexOf is what a port announces, "full" or "half".
func duplexOf(p *cdp.Packet) string {
	if p.FullDuplex {
		return "full"
	}
	return "half"
}
