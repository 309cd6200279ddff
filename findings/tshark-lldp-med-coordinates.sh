#!/usr/bin/env bash
# tshark 4.0 drops the fraction of the degrees of LLDP-MED's coordinates, and shows the
# altitude in steps of 1/256 meter.
#
# The location TLV of TIA-1057 has latitude and longitude in degrees as 34 bits, 25 of
# them a fraction, and the altitude as 30 bits, 8 of them a fraction (RFC 6225, section
# 2). Of a phone at 48.8567 degrees North, 117.5 meters up, tshark 4.0 tells 48.0000
# degrees, some 95 km away, and 30080.
set -euo pipefail
version=4.0.17-0+deb12u3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$version" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
libraries=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)

cat >main.go <<'GO'
package main

import (
	"encoding/binary"
	"os"
)

// coordinate is a resolution of 6 bits and a number of 34, 25 of them a fraction.
func coordinate(degrees float64) []byte {
	v := uint64(34)<<34 | uint64(degrees*(1<<25))
	return binary.BigEndian.AppendUint64(nil, v)[3:]
}

func main() {
	location := []byte{0x00, 0x12, 0xbb, 3, 1} // TIA, Location Identification, coordinates
	location = append(location, coordinate(48.8567)...)
	location = append(location, coordinate(2.2014)...)
	altitude := uint64(1)<<36 | uint64(30)<<30 | uint64(117.5*(1<<8)) // in meters
	location = append(location, binary.BigEndian.AppendUint64(nil, altitude)[3:]...)
	location = append(location, 1) // WGS84
	frame := []byte{1, 0x80, 0xc2, 0, 0, 14, 2, 0, 0, 0, 0, 1, 0x88, 0xcc,
		2, 7, 4, 2, 0, 0, 0, 0, 1, // chassis ID
		4, 3, 7, '1', '2', // port ID
		6, 2, 0, 120} // time to live
	frame = append(frame, 127<<1, byte(len(location)))
	frame = append(append(frame, location...), 0, 0)
	out := binary.LittleEndian.AppendUint32(nil, 0xa1b2c3d4)
	out = append(out, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0)
	for _, v := range []uint32{1700000000, 0, uint32(len(frame)), uint32(len(frame))} {
		out = binary.LittleEndian.AppendUint32(out, v)
	}
	if err := os.WriteFile("lldp.pcap", append(out, frame...), 0o644); err != nil {
		panic(err)
	}
}
GO
go run main.go

echo "tshark $version"
LD_LIBRARY_PATH=$libraries unpacked/usr/bin/tshark -n -r lldp.pcap -V 2>/dev/null |
	grep -oE '(Latitude|Longitude|Altitude): [-+0-9.]+' | tee seen
diff - seen <<'WANT'
Latitude: 48.0000
Longitude: 2.0000
Altitude: 30080
WANT
