package cdp

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

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

const ouiCisco = 0x00000c

// HelloCluster is the protocol ID of the cluster's management.
const HelloCluster = 0x0112

// A Hello is the announcement of another Cisco protocol.
type Hello struct {
	OUI     uint32
	ID      uint16
	Payload []byte  // all that stands behind the protocol's ID
	Cluster Cluster // of HelloCluster, which Payload holds
}

// A Cluster is what the switches of a cluster tell each other.
type Cluster struct {
	Master, IP                  netip.Addr
	Version, SubVersion, Status uint8
	Commander, Switch           [6]byte
	VLAN                        uint16 // for management
}

// decode reads a Protocol Hello.
func (h *Hello) decode(d *field.Decoder) {
	h.OUI = d.Uint24(fOUI)
	h.ID = d.Uint16(fHelloID)
	h.Payload = d.Peek(d.Len())
	if h.ID == HelloCluster {
		h.Cluster.decode(d)
	} else {
		d.Rest(fHelloUnknown)
	}
}

func (c *Cluster) decode(d *field.Decoder) {
	c.Master = d.IPv4(fMaster)
	c.IP = d.IPv4(fClusterIP)
	c.Version = d.Uint8(fClusterVer)
	c.SubVersion = d.Uint8(fClusterSub)
	c.Status = d.Uint8(fClusterState)
	d.Uint8(fClusterUnk)
	c.Commander = d.Ether(fCommander)
	c.Switch = d.Ether(fSwitchMAC)
	d.Uint8(fClusterUnk)
	c.VLAN = d.Uint16(fClusterVLAN)
}

func helloName(v uint64) string {
	if v == HelloCluster {
		return "Cluster Management"
	}
	return ""
}

func formatOUI(b []byte, t *field.Tree, i int) []byte {
	known := ""
	if t.Nodes[i].Val == ouiCisco {
		known = "Cisco Systems, Inc"
	}
	return t.AppendOUI(b, i, known)
}
