package diagnose

import (
	"fmt"
	"strconv"

	"github.com/pktscope/pktscope/dissect/cdp"
)

// nativeVLANDiffers finds trunks that carry untagged frames from one VLAN into another.
func nativeVLANDiffers(f *Facts, found func(Finding)) {
	for ends := range linkEnds(f) {
		here, there := ends[0].announced.NativeVLAN, ends[1].announced.NativeVLAN
		if !both(ends, cdp.NativeVLAN) || here == there {
			continue
		}
		x := f.differing(ends, "native_vlan", "cdp.native_vlan",
			func(e end) any { return e.announced.NativeVLAN },
			func(e end) string { return strconv.Itoa(int(e.announced.NativeVLAN)) })
		x.Summary = fmt.Sprintf("Native VLAN mismatch: %s has native VLAN %d, %s at the other end %d",
			place(ends[0].Neighbor), here, place(ends[1].Neighbor), there)
		x.Remedies = atInterface(ends[1].Neighbor, fmt.Sprintf(", if %d is right; else %d at the other end", here, there),
			fmt.Sprintf("switchport trunk native vlan %d\n! an access port instead: switchport access vlan %d", here, here))
		x.Reference = "Cisco IOS system message CDP-4-NATIVE_VLAN_MISMATCH"
		found(x)
	}
}
