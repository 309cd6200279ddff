package neighbors

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/internal/cisco"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	cdptrack "github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// duplexName is "full" or "half".
func duplexName(announced *cdp.Packet) string {
	if announced.FullDuplex {
		return "full"
	}
	return "half"
}

func addressTexts(list []netip.Addr) []string {
	out := []string{}
	for _, a := range list {
		out = append(out, a.String())
	}
	return out
}

// appendDetail appends what a neighbour announces, in the layout of "show cdp
// neighbors detail". Its lines that IOS does not print are left out unless more.
func appendDetail(b []byte, n *neighbor.Neighbor, at time.Time, more bool) []byte {
	announced := cdptrack.Announcement(n)
	b = append(b, "-------------------------\n"...)
	b = ios.AppendLine(b, "Device ID: ", n.Device)
	b = appendAddresses(append(b, "Entry address(es):\n"...), announced.Addresses, more)
	b = render.AppendClean(append(b, "Platform: "...), string(announced.Platform))
	b = append(b, ",  Capabilities: "+strings.Join(ios.CDPCapabilities(announced.Capabilities), " ")+"\n"...)
	b = render.AppendClean(append(b, "Interface: "...), n.Interface)
	b = ios.AppendLine(b, ",  Port ID (outgoing port): ", n.Port)
	b = fmt.Appendf(b, "Holdtime : %d sec\n\nVersion :\n", holdtime(n, at))
	b = ios.AppendLines(b, string(announced.SoftwareVersion))
	b = fmt.Appendf(b, "\nadvertisement version: %d\n", n.Version)
	b = appendLink(b, announced)
	if more {
		b = appendRoutes(b, announced)
	}
	b = appendPower(b, announced)
	if more {
		b = appendIdentity(b, announced)
	}
	if announced.Has(cdp.Management) {
		b = appendAddresses(append(b, "Management address(es):\n"...), announced.Management, more)
	}
	return append(b, '\n')
}

// appendAddresses appends a line for each address. Of one of IPv6, a router also prints
// the kind.
func appendAddresses(b []byte, list []netip.Addr, plain bool) []byte {
	for _, a := range list {
		switch {
		case a.Is4():
			b = append(b, "  IP address: "+a.String()+"\n"...)
		case plain:
			b = append(b, "  IPv6 address: "+a.String()+"\n"...)
		case a.IsLinkLocalUnicast():
			b = append(b, "  IPv6 address: "+strings.ToUpper(a.String())+"  (link-local)\n"...)
		default:
			b = append(b, "  IPv6 address: "+strings.ToUpper(a.String())+"  (global unicast)\n"...)
		}
	}
	return b
}

// appendLink appends what a neighbour announces of the link.
func appendLink(b []byte, announced *cdp.Packet) []byte {
	if announced.Has(cdp.ProtocolHello) {
		h := &announced.Hello
		b = fmt.Appendf(b, "Protocol Hello:  OUI=0x%06X, Protocol ID=0x%04X; payload len=%d, value=%X\n", h.OUI, h.ID, len(h.Payload), h.Payload)
	}
	if announced.Has(cdp.VTPDomain) {
		b = append(render.AppendClean(append(b, "VTP Management Domain: '"...), string(announced.VTPDomain)), "'\n"...)
	}
	if announced.Has(cdp.NativeVLAN) {
		b = fmt.Appendf(b, "Native VLAN: %d\n", announced.NativeVLAN)
	}
	if announced.Has(cdp.Duplex) {
		b = append(b, "Duplex: "+duplexName(announced)+"\n"...)
	}
	return b
}

// appendRoutes appends the voice VLAN, the MTU and what on-demand routing needs.
func appendRoutes(b []byte, announced *cdp.Packet) []byte {
	if announced.Has(cdp.VoiceReply) {
		b = fmt.Appendf(b, "Voice VLAN: %d\n", announced.VoiceReply.VLAN)
	}
	if announced.Has(cdp.MTU) {
		b = fmt.Appendf(b, "MTU: %d\n", announced.MTU)
	}
	if announced.Gateway.IsValid() {
		b = fmt.Appendf(b, "ODR default gateway: %s\n", announced.Gateway)
	}
	for _, p := range announced.Prefixes {
		b = fmt.Appendf(b, "IP prefix: %s\n", p)
	}
	return b
}

// appendPower appends the Power over Ethernet that a neighbour draws, requests or
// offers.
func appendPower(b []byte, announced *cdp.Packet) []byte {
	if announced.Has(cdp.PowerDraw) {
		b = fmt.Appendf(b, "Power drawn: %d.%03d Watts\n", announced.PowerDraw/1000, announced.PowerDraw%1000)
	}
	if p := &announced.PowerRequested; announced.Has(cdp.PowerRequest) {
		b = fmt.Appendf(b, "Power request id: %d, Power management id: %d\nPower request levels are:", p.RequestID, p.ManagementID)
		b = append(appendLevels(b, p.Levels), '\n')
	}
	if p := &announced.PowerAvailable; announced.Has(cdp.PowerAvailable) {
		b = fmt.Appendf(b, "Power Available TLV:\n\n    Power request id: %d, Power management id: %d", p.RequestID, p.ManagementID)
		for i, label := range []string{", Power available:", ", Power management level:"} {
			if i < len(p.Levels) {
				b = appendLevels(append(b, label...), p.Levels[i:i+1])
			}
		}
		b = append(b, '\n')
	}
	return b
}

// appendLevels appends milliwatts; -1 is no preference, as in IOS.
func appendLevels(b []byte, levels []uint32) []byte {
	for _, v := range levels {
		n := int64(v)
		if v == cdp.NoPreference {
			n = -1
		}
		b = strconv.AppendInt(append(b, ' '), n, 10)
	}
	return b
}

// withProduct is an object identifier, with the product that it is of in brackets.
func withProduct(oid string) string {
	if name := cisco.Product(oid); name != "" {
		return oid + " (" + name + ")"
	}
	return oid
}

// appendIdentity appends a neighbour's system name, object ID and location.
func appendIdentity(b []byte, announced *cdp.Packet) []byte {
	if announced.Has(cdp.SystemName) {
		b = ios.AppendLine(b, "System Name: ", string(announced.SystemName))
	}
	if oid := announced.AppendOID(nil); len(oid) > 0 {
		b = ios.AppendLine(b, "System OID: ", withProduct(string(oid)))
	}
	if announced.Has(cdp.Location) {
		b = ios.AppendLine(b, "Physical Location: ", string(announced.Location))
	}
	return b
}

// eventCells are what became of a neighbour.
func eventCells(n *neighbor.Neighbor) []any {
	events := []any{}
	for _, e := range n.History {
		o := render.Object{{Key: "time", Value: e.Time}, {Key: "event", Value: e.Kind.String()}}
		if e.Kind == neighbor.Changed {
			o = append(o, render.Member{Key: "changed", Value: e.What.Names()})
		}
		events = append(events, o)
	}
	return events
}
