package neighbors

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/lldp"
	"github.com/pktscope/pktscope/internal/ifname"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	lldptrack "github.com/pktscope/pktscope/internal/track/lldp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// askLLDPDetail is "show lldp neighbors detail".
func askLLDPDetail(q *report.Query) (*report.Answer, error) {
	t, a := answerLLDP(q)
	detailed(q, a, t.Table, nil, "", func(b []byte, n *neighbor.Neighbor, at time.Time) []byte {
		return appendLLDPDetail(b, n, at, !q.RouterOnly())
	})
	each := a.Text
	a.Text = func(b []byte, at time.Time) []byte { return appendTotal(each(b, at), len(present(q, t.Table, at))) }
	return a, nil
}

// appendLLDPDetail appends what a neighbour announces. Locations, of which IOS only
// says where there is none, are left out unless more.
func appendLLDPDetail(b []byte, n *neighbor.Neighbor, at time.Time, more bool) []byte {
	announced := lldptrack.Announcement(n)
	b = append(b, "------------------------------------------------\n"...)
	b = ios.AppendLine(b, "Local Intf: ", ifname.Brief(n.Interface))
	b = ios.AppendLine(b, "Chassis id: ", lldpID(&announced.Chassis))
	b = ios.AppendLine(b, "Port id: ", lldpID(&announced.Port))
	b = appendAdvertised(b, "Port Description", announced.PortDescription)
	b = append(appendAdvertised(b, "System Name", announced.SystemName), '\n')
	if announced.SystemDescription == nil {
		b = append(b, "System Description - not advertised\n\n"...)
	} else {
		b = append(ios.AppendLines(append(b, "System Description:\n"...), string(lldptrack.Text(announced.SystemDescription))), '\n')
	}
	b = fmt.Appendf(b, "Time remaining: %d seconds\n", holdtime(n, at))
	b = appendLetters(b, "System Capabilities", announced.Capabilities)
	b = appendLetters(b, "Enabled Capabilities", announced.Enabled)
	b = appendManagement(b, announced.Management)
	if oid := managementOID(announced); oid != "" && more {
		b = ios.AppendLine(b, "Management object: ", withProduct(oid))
	}
	b = appendPHY(b, announced)
	if announced.HasPortVLAN() {
		b = fmt.Appendf(b, "Vlan ID: %d\n", announced.PortVLAN)
	} else {
		b = append(b, "Vlan ID: - not advertised\n"...)
	}
	if p := &announced.Power; announced.HasPower() && p.Requested|p.Allocated != 0 {
		b = appendPowerOverMDI(b, p)
	}
	b = append(appendPeer(b, n), '\n')
	if announced.HasMedia() {
		b = appendMedia(b, &announced.Media)
		if more || len(announced.Media.Locations) == 0 {
			b = appendLocation(b, &announced.Media)
		}
		b = append(b, '\n')
	}
	return b
}

// appendPeer appends the source address of the neighbour's frames.
func appendPeer(b []byte, n *neighbor.Neighbor) []byte {
	if len(n.Source) != len("00:19:06:ea:b8:80") {
		return b
	}
	s := strings.ReplaceAll(n.Source, ":", "")
	return fmt.Appendf(b, "Peer Source MAC: %s.%s.%s\n", s[:4], s[4:8], s[8:])
}

// appendAdvertised appends a text, or that it is not advertised.
func appendAdvertised(b []byte, label string, text []byte) []byte {
	if text == nil {
		return append(b, label+" - not advertised\n"...)
	}
	return ios.AppendLine(b, label+": ", string(lldptrack.Text(text)))
}

func appendLetters(b []byte, label string, bits uint16) []byte {
	if s := ios.LLDPLetters(bits); s != "" {
		return append(b, label+": "+s+"\n"...)
	}
	return append(b, label+" - not advertised\n"...)
}

// managementOID is the object identifier beside a management address, in dotted form: of
// the hardware or the protocol entity that has the address (IEEE 802.1AB, section 8.5.9.8).
// It is "" where none is announced.
func managementOID(announced *lldp.Packet) string {
	for _, m := range announced.Management {
		if oid := field.AppendOID(nil, m.OID); len(oid) > 0 {
			return string(oid)
		}
	}
	return ""
}

func appendManagement(b []byte, list []lldp.Management) []byte {
	if len(list) == 0 {
		return append(b, "Management Addresses - not advertised\n"...)
	}
	b = append(b, "Management Addresses:\n"...)
	for _, m := range list {
		switch {
		case m.Addr.Is4():
			b = append(m.Addr.AppendTo(append(b, "    IP: "...)), '\n')
		case m.Addr.IsValid():
			b = append(m.Addr.AppendTo(append(b, "    IPV6: "...)), '\n')
		default:
			b = fmt.Appendf(b, "    Other: %x\n", m.Bytes)
		}
	}
	return b
}

// appendPHY appends auto-negotiation, media capabilities and the MAU type.
func appendPHY(b []byte, announced *lldp.Packet) []byte {
	p := &announced.PHY
	switch {
	case !announced.HasPHY() || p.Negotiation&1 == 0:
		b = append(b, "Auto Negotiation - not supported\n"...)
	case p.Negotiation&2 == 0:
		b = append(b, "Auto Negotiation - supported, not enabled\n"...)
	default:
		b = append(b, "Auto Negotiation - supported, enabled\n"...)
	}
	if p.Advertised == 0 {
		b = append(b, "Physical media capabilities - not advertised\n"...)
	} else {
		b = append(b, "Physical media capabilities:\n"...)
		for i, name := range mediaTypes {
			if p.Advertised>>i&1 != 0 {
				b = append(b, "    "+name+"\n"...)
			}
		}
	}
	if !announced.HasPHY() {
		return append(b, "Media Attachment Unit type - not advertised\n"...)
	}
	return fmt.Appendf(b, "Media Attachment Unit type: %d\n", p.MAU)
}

// mediaTypes are IOS's names of RFC 4836's ifMauAutoNegCapAdvertisedBits, the
// lowest bit first.
var mediaTypes = [...]string{
	"1000baseT(FD)", "1000baseT(HD)", "1000baseX(FD)", "1000baseX(HD)",
	"Symm, Asym Pause(FD)", "Symm Pause(FD)", "Asym Pause(FD)", "Pause(FD)",
	"100base-T2(FD)", "100base-T2(HD)", "100base-TX(FD)", "100base-TX(HD)", "100base-T4",
	"10base-T(FD)", "10base-T(HD)", "Other/unknown",
}

// appendMedia appends the TLVs of LLDP-MED (ANSI/TIA-1057).
func appendMedia(b []byte, m *lldp.Media) []byte {
	b = append(b, "MED Information:\n\n    MED Codes:\n"+
		"          (NP) Network Policy, (LI) Location Identification\n"+
		"          (PS) Power Source Entity, (PD) Power Device\n          (IN) Inventory\n\n"...)
	known := len(b)
	for _, line := range []struct {
		label string
		text  []byte
	}{
		{"H/W revision", m.Hardware}, {"F/W revision", m.Firmware}, {"S/W revision", m.Software}, {"Serial number", m.Serial},
		{"Manufacturer", m.Manufacturer}, {"Model", m.Model}, {"Asset id", m.Asset},
	} {
		if line.text != nil {
			b = ios.AppendLine(b, "    "+line.label+": ", string(lldptrack.Text(line.text)))
		}
	}
	if len(b) == known {
		b = append(b, "    Inventory information - not advertised\n"...)
	}
	b = ios.AppendLine(b, "    Capabilities: ", mediaLetters(m.Capabilities))
	b = ios.AppendLine(b, "    Device type: ", lldp.ClassName(m.Class))
	for _, p := range m.Policies {
		b = appendPolicy(b, p)
	}
	if len(m.Policies) == 0 {
		b = append(b, "    Network Policies - not advertised\n"...)
	}
	if m.Power == (lldp.MediaPower{}) {
		return append(b, "    Power requirements - not advertised\n"...)
	}
	return appendMediaPower(b, m.Power)
}

// appendLocation appends the location by LLDP-MED.
func appendLocation(b []byte, m *lldp.Media) []byte {
	if len(m.Locations) == 0 {
		return append(b, "    Location - not advertised\n"...)
	}
	for i := range m.Locations {
		b = ios.AppendLine(b, "    Location - ", locationText(&m.Locations[i]))
	}
	return b
}

// mediaLetters are "NP, PD, IN".
func mediaLetters(bits uint16) string {
	var have []string
	for i, s := range [...]string{1: "NP", 2: "LI", 3: "PS", 4: "PD", 5: "IN"} {
		if s != "" && bits>>i&1 != 0 {
			have = append(have, s)
		}
	}
	return strings.Join(have, ", ")
}

// voiceApplication is LLDP-MED's application type of voice.
const voiceApplication = 1

func appendPolicy(b []byte, p lldp.Policy) []byte {
	b = append(b, "    Network Policy("...)
	b = render.AppendClean(b, strings.Replace(lldp.ApplicationName(p.Application), "Signaling", "Signal", 1))
	if p.Unknown {
		return append(b, "): Unknown\n"...)
	}
	vlan, tagged := fmt.Sprint(p.VLAN), "untagged"
	if p.Tagged {
		tagged = "tagged"
	}
	if p.VLAN == 0 {
		vlan = "data"
	}
	return fmt.Appendf(b, "): VLAN %s, %s, Layer-2 priority: %d, DSCP: %d\n", vlan, tagged, p.Priority, p.DSCP)
}

func appendMediaPower(b []byte, p lldp.MediaPower) []byte {
	device := "PSE"
	if p.Device() {
		device = "PD"
	}
	return fmt.Appendf(b, "    %s device, Power source: %s, Power Priority: %s, Wattage: %d.%d\n",
		device, p.SourceName(), p.PriorityName(), p.Value/10, p.Value%10)
}

// appendPowerOverMDI appends what a port requests and gets over its wires, as IOS XE does.
func appendPowerOverMDI(b []byte, p *lldp.Power) []byte {
	pair, class, device := strconv.Itoa(int(p.Pair)), p.ClassName(), "PSE"
	if p.Pair == 1 || p.Pair == 2 {
		pair = [...]string{"Signal", "Spare"}[p.Pair-1]
	}
	if class == "" {
		class = "unknown"
	}
	if p.Device() {
		device = "PD"
	}
	return fmt.Appendf(b, "PoE+ Power-via-MDI TLV:\n Power Pair: %s\n Power Class: Class %s\n Power Device Type: Type %d %s\n"+
		" Power Source: %s\n Power Priority: %s\n Power Requested: %d mW\n Power Allocated: %d mW\n",
		pair, class, p.Kind(), device, p.SourceName(), strings.ToLower(p.PriorityName()), int(p.Requested)*100, int(p.Allocated)*100)
}
