#!/usr/bin/env bash
# google/gopacket dates a packet without a time to 2339 in pcapng, and to today in pcap.
#
# A program that makes packets often leaves CaptureInfo.Timestamp unset. pcapgo.Writer
# takes the time of writing for it. pcapgo.NgWriter writes the nanoseconds of Go's zero
# time, a number below zero, as one without a sign: in the year 2339, which is what readers
# then show. Neither returns an error.
set -euo pipefail
version=v1.1.20-0.20250319234736-b7d9dbd15ae4

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"
)

func main() {
	frame := make([]byte, 60)
	info := gopacket.CaptureInfo{CaptureLength: len(frame), Length: len(frame)}

	var pcap bytes.Buffer
	w := pcapgo.NewWriter(&pcap)
	check(w.WriteFileHeader(65535, layers.LinkTypeEthernet))
	check(w.WritePacket(info, frame))
	seconds := binary.LittleEndian.Uint32(pcap.Bytes()[24:])
	fmt.Println("pcap: written as of now:", time.Since(time.Unix(int64(seconds), 0)).Abs() < time.Hour)

	var pcapng bytes.Buffer
	ng, err := pcapgo.NewNgWriter(&pcapng, layers.LinkTypeEthernet)
	check(err)
	check(ng.WritePacket(info, frame))
	check(ng.Flush())
	b := pcapng.Bytes()
	for binary.LittleEndian.Uint32(b) != 6 { // to the enhanced packet block
		b = b[binary.LittleEndian.Uint32(b[4:]):]
	}
	ticks := uint64(binary.LittleEndian.Uint32(b[12:]))<<32 | uint64(binary.LittleEndian.Uint32(b[16:]))
	fmt.Println("pcapng: year in the file:", time.Unix(int64(ticks/1e9), 0).UTC().Year())

	r, err := pcapgo.NewNgReader(&pcapng, pcapgo.DefaultNgReaderOptions)
	check(err)
	_, read, err := r.ReadPacketData()
	check(err)
	fmt.Println("pcapng: year as read:", read.Timestamp.UTC().Year())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get "github.com/google/gopacket/pcapgo@$version" >/dev/null 2>&1
echo "google/gopacket $version"
go run . | tee seen
diff - seen <<'WANT'
pcap: written as of now: true
pcapng: year in the file: 2339
pcapng: year as read: 2339
WANT
