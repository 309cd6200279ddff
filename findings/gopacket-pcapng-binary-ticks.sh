#!/usr/bin/env bash
# google/gopacket misdates packets of pcapng files that count time in powers of two.
#
# if_tsresol may give the length of a tick as a power of ten or, with its top bit set, of
# two (pcapng, section 4.2). pcapgo.NgReader turns ticks into nanoseconds by a factor that
# it has rounded down to a whole number: 953 for ticks of 2^-20 s instead of 953.674, 1 for
# ticks of 2^-29 s instead of 1.863. Half a second becomes 0.4997 s and 0.268 s: packets are
# up to 0.7 ms and 0.46 s early, and one that follows in the next second seems to come that
# much later. Ticks of powers of ten are right, and tshark dates all of them right.
set -euo pipefail
version=v1.1.20-0.20250319234736-b7d9dbd15ae4
tshark=4.0.17-0+deb12u3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$tshark" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
libraries=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)

python3 - <<'PY'
import struct

def block(kind, body):
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)

frame = bytes.fromhex("02000000000202000000000188b5") + bytes(46)
for name, resolution, ticks in ("ten-6", 6, 10**6), ("two-20", 0x80 | 20, 2**20), ("two-29", 0x80 | 29, 2**29):
    time = 1700000000 * ticks + ticks // 2  # half a second past
    packet = struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(frame), len(frame)) + frame
    with open(name + ".pcapng", "wb") as out:
        out.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)))
        out.write(block(1, struct.pack("<HHI", 1, 0, 0) + struct.pack("<HHB3x", 9, 1, resolution) + struct.pack("<HH", 0, 0)))
        out.write(block(6, packet))
PY

cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/google/gopacket/pcapgo"
)

func main() {
	for _, name := range []string{"ten-6", "two-20", "two-29"} {
		in, err := os.Open(name + ".pcapng")
		check(err)
		r, err := pcapgo.NewNgReader(in, pcapgo.DefaultNgReaderOptions)
		check(err)
		_, packet, err := r.ReadPacketData()
		check(err)
		fmt.Printf("%s: %d.%09d\n", name, packet.Timestamp.Unix(), packet.Timestamp.Nanosecond())
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get "github.com/google/gopacket/pcapgo@$version" >/dev/null 2>&1
{
	echo "google/gopacket $version"
	go run .
	echo "tshark $tshark"
	for name in ten-6 two-20 two-29; do
		LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r $name.pcapng \
			-T fields -e frame.time_epoch 2>/dev/null
	done
} | tee seen
diff - seen <<WANT
google/gopacket $version
ten-6: 1700000000.500000000
two-20: 1700000000.499646464
two-29: 1700000000.268435456
tshark $tshark
1700000000.500000000
1700000000.500000000
1700000000.500000000
WANT
