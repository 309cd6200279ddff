#!/usr/bin/env bash
# google/gopacket keeps the last of a neighbour's management addresses in LLDP.
#
# A device announces each of its management addresses in a TLV of its own, as
# IEEE 802.1AB allows: a switch with IPv4 and IPv6 sends two. LinkLayerDiscoveryInfo has one
# MgmtAddress, which each TLV overwrites. Which address an inventory gets depends on the
# order in which the device sends them, and nothing says that there were others; they are to
# be had from the values of LinkLayerDiscovery alone, undecoded.
set -euo pipefail
version=v1.1.20-0.20250319234736-b7d9dbd15ae4

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >main.go <<'GO'
package main

import (
	"encoding/hex"
	"fmt"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

const (
	begin = "0180c200000e" + "020000000001" + "88cc" +
		"0207" + "04020000000001" + // Chassis ID
		"0405" + "0547692f31" + // Port ID
		"0602" + "0078" // Time To Live
	ipv4 = "100c" + "0501c0000201" + "0200000001" + "00"
	ipv6 = "1018" + "110220010db8000000000000000000000001" + "0200000001" + "00"
	end  = "0000"
)

func main() {
	show("IPv4, IPv6", begin+ipv4+ipv6+end)
	show("IPv6, IPv4", begin+ipv6+ipv4+end)
}

func show(sent, digits string) {
	frame, err := hex.DecodeString(digits)
	if err != nil {
		panic(err)
	}
	packet := gopacket.NewPacket(frame, layers.LayerTypeEthernet, gopacket.Default)
	info := packet.Layer(layers.LayerTypeLinkLayerDiscoveryInfo).(*layers.LinkLayerDiscoveryInfo)
	fmt.Printf("sent %s: MgmtAddress is %s, error: %v\n", sent, info.MgmtAddress.Subtype, packet.ErrorLayer() != nil)
}
GO
go mod init finding >/dev/null 2>&1
go get "github.com/google/gopacket@$version" >/dev/null 2>&1
{
	echo "gopacket $version"
	go run .
} | tee seen
diff - seen <<WANT
gopacket $version
sent IPv4, IPv6: MgmtAddress is IPv6, error: false
sent IPv6, IPv4: MgmtAddress is IPv4, error: false
WANT
