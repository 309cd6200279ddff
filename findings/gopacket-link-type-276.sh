#!/usr/bin/env bash
# Link types above 255 read through google/gopacket become other link types.
#
# The header of a pcap file has 16 bits and more for the link type; LINUX_SLL2,
# what `tcpdump -i any` writes, is 276. layers.LinkType of github.com/google/gopacket
# has 8 bits: pcapgo.NewReader answers 20 and no error. The fork
# github.com/gopacket/gopacket has 16 bits since and answers 276.
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
	"encoding/binary"
	"fmt"

	google "github.com/google/gopacket/pcapgo"
	fork "github.com/gopacket/gopacket/pcapgo"
)

func main() {
	var file bytes.Buffer // a pcap file without packets, of link type 276
	for _, v := range []any{uint32(0xa1b2c3d4), uint16(2), uint16(4), uint32(0), uint32(0), uint32(65535), uint32(276)} {
		_ = binary.Write(&file, binary.LittleEndian, v)
	}
	a, err := google.NewReader(bytes.NewReader(file.Bytes()))
	fmt.Println("google/gopacket:", int(a.LinkType()), err)
	b, err := fork.NewReader(bytes.NewReader(file.Bytes()))
	fmt.Println("gopacket/gopacket:", int(b.LinkType()), err)
}
GO
go mod init finding >/dev/null 2>&1
go get "github.com/google/gopacket/pcapgo@$google" "github.com/gopacket/gopacket/pcapgo@$fork" >/dev/null 2>&1
echo "google/gopacket $google, gopacket/gopacket $fork"
go run . | tee seen
diff - seen <<'WANT'
google/gopacket: 20 <nil>
gopacket/gopacket: 276 <nil>
WANT
