#!/usr/bin/env bash
# google/gopacket loses what stands behind an 802.1Q tag in frames of 802.3.
#
# Switches send CDP on a trunk as an 802.3 frame: length, LLC, SNAP. Without a tag
# google/gopacket dissects it down to CDP; with a tag the layers end at Dot1Q, and
# ErrorLayer is nil, so nothing says that anything is missing. The fork
# gopacket/gopacket takes a number up to 1500 behind the tag as the length that it
# is, and goes on.
set -euo pipefail
google=v1.1.20-0.20250319234736-b7d9dbd15ae4
fork=v1.7.7

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"bytes"
	"fmt"

	google "github.com/google/gopacket"
	googlelayers "github.com/google/gopacket/layers"
	fork "github.com/gopacket/gopacket"
	forklayers "github.com/gopacket/gopacket/layers"
)

func main() {
	cdp := []byte{2, 180, 0, 0, 0, 1, 0, 6, 'R', '1'} // version 2, holdtime 180, the device ID R1
	llc := append([]byte{0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0x00}, cdp...)
	addresses := []byte{1, 0, 0x0c, 0xcc, 0xcc, 0xcc, 2, 0, 0, 0, 0, 1}
	plain := bytes.Join([][]byte{addresses, {0, byte(len(llc))}, llc}, nil)
	tagged := bytes.Join([][]byte{addresses, {0x81, 0, 0, 1}, {0, byte(len(llc))}, llc}, nil)
	for name, frame := range map[string][]byte{"plain": plain, "tagged": tagged} {
		p := google.NewPacket(frame, googlelayers.LayerTypeEthernet, google.Default)
		fmt.Print("google/gopacket, ", name, ":")
		for _, l := range p.Layers() {
			fmt.Print(" ", l.LayerType())
		}
		fmt.Println("; error layer:", p.ErrorLayer())
		q := fork.NewPacket(frame, forklayers.LayerTypeEthernet, fork.Default)
		fmt.Print("gopacket/gopacket, ", name, ":")
		for _, l := range q.Layers() {
			fmt.Print(" ", l.LayerType())
		}
		fmt.Println("; error layer:", q.ErrorLayer())
	}
}
GO
go mod init finding >/dev/null 2>&1
go get "github.com/google/gopacket/layers@$google" "github.com/gopacket/gopacket/layers@$fork" >/dev/null 2>&1
echo "google/gopacket $google, gopacket/gopacket $fork"
go run . | sort | tee seen
diff - seen <<'WANT'
google/gopacket, plain: Ethernet LLC SNAP CiscoDiscovery CiscoDiscoveryInfo; error layer: <nil>
google/gopacket, tagged: Ethernet Dot1Q; error layer: <nil>
gopacket/gopacket, plain: Ethernet LLC SNAP CiscoDiscovery CiscoDiscoveryInfo; error layer: <nil>
gopacket/gopacket, tagged: Ethernet Dot1Q LLC SNAP CiscoDiscovery CiscoDiscoveryInfo; error layer: <nil>
WANT
