package cdp

import "pktscope/dissect/field"

// Protocol Hello: what other Cisco protocols tell of themselves. Only the
// cluster's layout is known.
var (
	fOUI          = Proto.Uint24("cdp.oui", "OUI", field.OUI, field.Format(formatOUI))
	fHelloID      = Proto.Uint16("cdp.protocol_id", "Protocol ID", field.Hex, field.Named(helloName))
	fMaster       = Proto.IPv4("cdp.cluster.master_ip", "Cluster Master IP")
	fClusterIP    = Proto.IPv4("cdp.cluster.ip", "IP?")
	fClusterVer   = Proto.Uint8("cdp.cluster.version", "Version?", field.Hex)
	fClusterSub   = Proto.Uint8("cdp.cluster.sub_version", "Sub Version?", field.Hex)
	fClusterState = Proto.Uint8("cdp.cluster.status", "Status?", field.Hex)
	fClusterUnk   = Proto.Uint8("cdp.cluster.unknown", "UNKNOWN", field.Hex)
	fCommander    = Proto.Ether("cdp.cluster.commander_mac", "Cluster Commander MAC")
	fSwitchMAC    = Proto.Ether("cdp.cluster.switch_mac", "Switch's MAC")
	fClusterVLAN  = Proto.Uint16("cdp.cluster.management_vlan", "Management VLAN", field.Dec)
	fHelloUnknown = Proto.Bytes("cdp.hello.unknown", "Unknown")
)

const (
	ouiCisco     = 0x00000c
	helloCluster = 0x0112
)

// hello reads a Protocol Hello.
func hello(d *field.Decoder) {
	d.Uint24(fOUI)
	if d.Uint16(fHelloID) == helloCluster {
		cluster(d)
	} else {
		d.Rest(fHelloUnknown)
	}
}

// cluster reads what switches of a cluster tell each other.
func cluster(d *field.Decoder) {
	d.IPv4(fMaster)
	d.IPv4(fClusterIP)
	d.Uint8(fClusterVer)
	d.Uint8(fClusterSub)
	d.Uint8(fClusterState)
	d.Uint8(fClusterUnk)
	d.Ether(fCommander)
	d.Ether(fSwitchMAC)
	d.Uint8(fClusterUnk)
	d.Uint16(fClusterVLAN)
}

func helloName(v uint64) string {
	if v == helloCluster {
		return "Cluster Management"
	}
	return ""
}

func formatOUI(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = n.Def.AppendNumber(append(b, "OUI: "...), n.Val)
	if n.Val == ouiCisco {
		b = append(b, " (Cisco Systems, Inc)"...)
	}
	return b
}
