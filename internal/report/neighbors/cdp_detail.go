package neighbors

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	neighbors "github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// duplexName is "full" or "half".
func duplexName(said *cdp.Packet) string {
	if said.FullDuplex {
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
// neighbors detail".
func appendDetail(b []byte, n *neighbor.Neighbor, at time.Time) []byte {
	said := neighbors.Announcement(n)
	b = append(b, "-------------------------\n"...)
	b = ios.AppendLine(b, "Device ID: ", n.Device)
	b = appendAddresses(append(b, "Entry address(es):\n"...), said.Addresses)
	b = render.AppendClean(append(b, "Platform: "...), string(said.Platform))
	b = append(b, ",  Capabilities: "+strings.Join(ios.CDPCapabilities(said.Capabilities), " ")+"\n"...)
	b = render.AppendClean(append(b, "Interface: "...), n.Interface)
	b = ios.AppendLine(b, ",  Port ID (outgoing port): ", n.Port)
	b = fmt.Appendf(b, "Holdtime : %d sec\n\nVersion :\n", holdtime(n, at))
	b = ios.AppendLines(b, string(said.SoftwareVersion))
	b = fmt.Appendf(b, "\nadvertisement version: %d\n", n.Version)
	b = appendLink(b, said)
	b = appendPower(b, said)
	b = appendIdentity(b, said)
	return append(b, '\n')
}

func appendAddresses(b []byte, list []netip.Addr) []byte {
	for _, a := range list {
		label := "  IP address: "
		if a.Is6() {
			label = "  IPv6 address: "
		}
		b = append(a.AppendTo(append(b, label...)), '\n')
	}
	return b
}

// appendLink appends what a neighbour says of the link.
func appendLink(b []byte, said *cdp.Packet) []byte {
	if said.Has(cdp.ProtocolHello) {
		h := &said.Hello
		b = fmt.Appendf(b, "Protocol Hello:  OUI=0x%06X, Protocol ID=0x%04X; payload len=%d, value=%X\n", h.OUI, h.ID, len(h.Payload), h.Payload)
	}
	if said.Has(cdp.VTPDomain) {
		b = append(render.AppendClean(append(b, "VTP Management Domain: '"...), string(said.VTPDomain)), "'\n"...)
	}
	if said.Has(cdp.NativeVLAN) {
		b = fmt.Appendf(b, "Native VLAN: %d\n", said.NativeVLAN)
	}
	if said.Has(cdp.Duplex) {
		b = append(b, "Duplex: "+duplexName(said)+"\n"...)
	}
	if said.Has(cdp.VoiceReply) {
		b = fmt.Appendf(b, "Voice VLAN: %d\n", said.VoiceReply.VLAN)
	}
	if said.Has(cdp.MTU) {
		b = fmt.Appendf(b, "MTU: %d\n", said.MTU)
	}
	if said.Gateway.IsValid() {
		b = fmt.Appendf(b, "ODR default gateway: %s\n", said.Gateway)
	}
	for _, p := range said.Prefixes {
		b = fmt.Appendf(b, "IP prefix: %s\n", p)
	}
	return b
}

// appendPower appends what a neighbour needs or offers of Power over Ethernet.
func appendPower(b []byte, said *cdp.Packet) []byte {
	if said.Has(cdp.PowerDraw) {
		b = fmt.Appendf(b, "Power drawn: %d.%03d Watts\n", said.PowerDraw/1000, said.PowerDraw%1000)
	}
	if p := &said.PowerRequested; said.Has(cdp.PowerRequest) {
		b = fmt.Appendf(b, "Power request id: %d, Power management id: %d\nPower request levels are:", p.RequestID, p.ManagementID)
		b = append(appendLevels(b, p.Levels), '\n')
	}
	if p := &said.PowerAvailable; said.Has(cdp.PowerAvailable) {
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

// appendLevels appends milliwatts; -1 is no level at all, as IOS has it.
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

// appendIdentity appends how a neighbour is called and managed.
func appendIdentity(b []byte, said *cdp.Packet) []byte {
	if said.Has(cdp.SystemName) {
		b = ios.AppendLine(b, "System Name: ", string(said.SystemName))
	}
	if oid := said.AppendOID(nil); len(oid) > 0 {
		b = ios.AppendLine(b, "System OID: ", string(oid))
	}
	if said.Has(cdp.Location) {
		b = ios.AppendLine(b, "Physical Location: ", string(said.Location))
	}
	if said.Has(cdp.Management) {
		b = appendAddresses(append(b, "Management address(es):\n"...), said.Management)
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
