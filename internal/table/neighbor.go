package table

import (
	"bytes"
	"encoding/json"
)

// A Neighbor is a row of the table neighbors: what "show cdp neighbors" and its like of LLDP, FDP and
// EDP have of a neighbour in JSON. What a protocol does not announce is null.
type Neighbor struct {
	Place
	Protocol              string             `parquet:"protocol,optional,dict" json:"protocol"` // cdp, lldp, fdp or edp
	DeviceID              string             `parquet:"device_id,optional" json:"device_id"`
	LocalInterface        string             `parquet:"local_interface,optional,dict" json:"local_interface"`
	Holdtime              *float64           `parquet:"holdtime,optional" json:"holdtime"`
	Capabilities          []string           `parquet:"capabilities,list" json:"capabilities"`
	Platform              string             `parquet:"platform,optional,dict" json:"platform"`
	PortID                string             `parquet:"port_id,optional" json:"port_id"`
	Addresses             []string           `parquet:"addresses,list" json:"addresses"`
	NativeVLAN            *int32             `parquet:"native_vlan,optional" json:"native_vlan"`
	Duplex                string             `parquet:"duplex,optional,dict" json:"duplex"`
	VTPDomain             string             `parquet:"vtp_domain,optional,dict" json:"vtp_domain"`
	Version               string             `parquet:"version,optional,dict" json:"version"`
	Present               *bool              `parquet:"present,optional" json:"present"` // at the end of the last capture; show has those alone
	CDPVersion            *int32             `parquet:"cdp_version,optional" json:"cdp_version"`
	ManagementAddresses   []string           `parquet:"management_addresses,list" json:"management_addresses"`
	FirstSeen             *Time              `parquet:"first_seen,optional,timestamp(nanosecond:local)" json:"first_seen"`
	LastSeen              *Time              `parquet:"last_seen,optional,timestamp(nanosecond:local)" json:"last_seen"`
	PresentSince          *Time              `parquet:"present_since,optional,timestamp(nanosecond:local)" json:"present_since"`
	Source                string             `parquet:"source,optional" json:"source"`
	TTL                   *float64           `parquet:"ttl,optional" json:"ttl"`
	Interval              *float64           `parquet:"interval,optional" json:"interval"`
	Packets               *int64             `parquet:"packets,optional" json:"packets"`
	VoiceVLAN             *int32             `parquet:"voice_vlan,optional" json:"voice_vlan"`
	MTU                   *int64             `parquet:"mtu,optional" json:"mtu"`
	PowerDrawn            *float64           `parquet:"power_drawn,optional" json:"power_drawn"`
	SystemName            string             `parquet:"system_name,optional" json:"system_name"`
	SystemOID             string             `parquet:"system_oid,optional,dict" json:"system_oid"`
	Location              string             `parquet:"location,optional,dict" json:"location"`
	Events                []NeighborEvent    `parquet:"events,list" json:"events"`
	Warnings              []string           `parquet:"warnings,list" json:"warnings"`
	SystemModel           string             `parquet:"system_model,optional,dict" json:"system_model"`
	PortDescription       string             `parquet:"port_description,optional" json:"port_description"`
	ChassisID             string             `parquet:"chassis_id,optional" json:"chassis_id"`
	SupportedCapabilities []string           `parquet:"supported_capabilities,list" json:"supported_capabilities"`
	Manufacturer          string             `parquet:"manufacturer,optional,dict" json:"manufacturer"`
	Model                 string             `parquet:"model,optional,dict" json:"model"`
	SerialNumber          string             `parquet:"serial_number,optional" json:"serial_number"`
	Locations             []NeighborLocation `parquet:"locations,list" json:"locations"`
	ManagementOID         string             `parquet:"management_oid,optional,dict" json:"management_oid"`
	TagType               *int32             `parquet:"tag_type,optional" json:"tag_type"`
	VLANs                 []VLAN             `parquet:"vlans,list" json:"vlans"`
	MAC                   string             `parquet:"mac,optional" json:"mac"`
	Age                   *float64           `parquet:"age,optional" json:"age"`
	HoldtimeAssumed       *bool              `parquet:"holdtime_assumed,optional" json:"holdtime_assumed"`
	BadChecksums          *int64             `parquet:"bad_checksums,optional" json:"bad_checksums"`
}

// A NeighborEvent is when a neighbour came, changed or went.
type NeighborEvent struct {
	Time    *Time    `parquet:"time,optional,timestamp(nanosecond:local)" json:"time"`
	Event   string   `parquet:"event,optional" json:"event"`
	Changed []string `parquet:"changed,list" json:"changed"`
}

// A NeighborLocation is where a device stands, by LLDP-MED: of a kind.
type NeighborLocation struct {
	Kind          string         `parquet:"kind,optional" json:"kind"`
	Latitude      *float64       `parquet:"latitude,optional" json:"latitude"`
	Longitude     *float64       `parquet:"longitude,optional" json:"longitude"`
	Altitude      *float64       `parquet:"altitude,optional" json:"altitude"`
	AltitudeType  string         `parquet:"altitude_type,optional" json:"altitude_type"`
	Datum         string         `parquet:"datum,optional" json:"datum"`
	LatitudeBits  *int32         `parquet:"latitude_bits,optional" json:"latitude_bits"`
	LongitudeBits *int32         `parquet:"longitude_bits,optional" json:"longitude_bits"`
	AltitudeBits  *int32         `parquet:"altitude_bits,optional" json:"altitude_bits"`
	What          *int32         `parquet:"what,optional" json:"what"`
	Country       string         `parquet:"country,optional" json:"country"`
	Elements      []CivicElement `parquet:"elements,list" json:"elements"`
	Elin          string         `parquet:"elin,optional" json:"elin"`
}

// A CivicElement is a part of an address.
type CivicElement struct {
	Type  *int32 `parquet:"type,optional" json:"type"`
	Name  string `parquet:"name,optional" json:"name"`
	Value string `parquet:"value,optional" json:"value"`
}

// A VLAN is one that a port carries.
type VLAN struct {
	ID      *int32 `parquet:"id,optional" json:"id"`
	Name    string `parquet:"name,optional" json:"name"`
	Address string `parquet:"address,optional" json:"address"`
}

// UnmarshalJSON implements json.Unmarshaler: FDP has numbers alone.
func (v *VLAN) UnmarshalJSON(text []byte) error {
	if !bytes.HasPrefix(text, []byte("{")) {
		return json.Unmarshal(text, &v.ID)
	}
	type object VLAN
	return json.Unmarshal(text, (*object)(v))
}

// Table implements Row.
func (Neighbor) Table() string { return "neighbors" }

// Origin implements Row.
func (n Neighbor) Origin() (Place, *Time) { return n.Place, n.FirstSeen }
