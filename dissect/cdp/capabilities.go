package cdp

import "github.com/pktscope/pktscope/dissect/field"

// What a device can do.
const (
	CapRouter            = 0x001
	CapTransparentBridge = 0x002
	CapSourceRouteBridge = 0x004
	CapSwitch            = 0x008
	CapHost              = 0x010
	CapIGMP              = 0x020
	CapRepeater          = 0x040
	CapPhone             = 0x080
	CapRemote            = 0x100
	CapCVTA              = 0x200
	CapMACRelay          = 0x400
)

var fCapabilities = Proto.Uint32("cdp.capabilities", "Capabilities", field.Hex, field.Bits(
	Proto.Bit("cdp.capabilities.router", "Router", CapRouter, field.Named(field.YesNo)),
	Proto.Bit("cdp.capabilities.trans_bridge", "Transparent Bridge", CapTransparentBridge, field.Named(field.YesNo)),
	Proto.Bit("cdp.capabilities.src_bridge", "Source Route Bridge", CapSourceRouteBridge, field.Named(field.YesNo)),
	Proto.Bit("cdp.capabilities.switch", "Switch", CapSwitch, field.Named(field.YesNo)),
	Proto.Bit("cdp.capabilities.host", "Host", CapHost, field.Named(field.YesNo)),
	Proto.Bit("cdp.capabilities.igmp_capable", "IGMP capable", CapIGMP, field.Named(field.YesNo)),
	Proto.Bit("cdp.capabilities.repeater", "Repeater", CapRepeater, field.Named(field.YesNo)),
	Proto.Bit("cdp.capabilities.voip_phone", "VoIP Phone", CapPhone, field.Named(field.YesNo)),
	Proto.Bit("cdp.capabilities.remote", "Remotely Managed Device", CapRemote, field.Named(field.YesNo)),
	Proto.Bit("cdp.capabilities.cvta", "CVTA/STP Dispute Resolution/Cisco VT Camera", CapCVTA, field.Named(field.YesNo)),
	Proto.Bit("cdp.capabilities.mac_relay", "Two Port Mac Relay", CapMACRelay, field.Named(field.YesNo)),
))
