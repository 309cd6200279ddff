#!/usr/bin/env bash
# Argus prints for an SA of ESP an SPI that was never sent, and counts SAs as one whose SPIs
# end alike.
#
# argus makes a flow of each SPI (RFC 4303, section 2.1: 32 bits that name the SA) and writes
# all of the SPI into its record. The clients print it where the port stands, with 0x2020, which
# are two blanks, in place of the first 16 bits: of 0xc0000101 and 0xc1230101 ra makes
# 0x20200101. No such SPI is in the peers' lists of SAs, in a table of keys or in the capture,
# and racluster by this column adds up the packets of both SAs. -c and XML change nothing.
set -euo pipefail
argus=2:3.0.8.2-2.2
clients=1:3.0.8.2-6.1+b3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "argus-server=$argus" "argus-client=$clients" libgeoip1=1.6.12-10 libwrap0=7.6.q-32 libtirpc3=1.3.3+ds-1 libpcap0.8=1.10.3-1 2>/dev/null
for package in *.deb; do dpkg -x "$package" unpacked; done
export LD_LIBRARY_PATH=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu) HOME=$dir

# Three SAs from 192.0.2.1 to .2, with a packet, two packets, four packets.
python3 - <<'PY'
import struct

def checksum(data):
    total = sum(struct.unpack('>%dH' % (len(data) // 2), data))
    total = (total & 0xffff) + (total >> 16)
    return ~((total & 0xffff) + (total >> 16)) & 0xffff

def ipv4(protocol, payload):
    addresses = bytes([192, 0, 2, 1, 192, 0, 2, 2])
    fields = [0x45, 0, 20 + len(payload), 0, 0, 64, protocol]
    return struct.pack('>BBHHHBBH', *fields, checksum(struct.pack('>BBHHHBBH', *fields, 0) + addresses)) + addresses + payload

capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1)
second = 1700000000
for spi, packets in (0xc0000101, 1), (0xc1230101, 2), (0x9abcdef0, 4):
    for sequence in range(1, packets + 1):
        esp = struct.pack('>II', spi, sequence) + bytes(64)
        frame = bytes.fromhex('0200000000020200000000010800') + ipv4(50, esp)
        capture += struct.pack('<IIII', second, 0, len(frame), len(frame)) + frame
        second += 1
open('esp.pcap', 'wb').write(capture)
PY
unpacked/usr/sbin/argus -X -r esp.pcap -w esp.argus 2>/dev/null

{
	echo "argus $argus, clients $clients"
	python3 - <<'PY'
records = open('esp.argus', 'rb').read()
print('in the records:', *[hex(spi) for spi in (0xc0000101, 0xc1230101, 0x9abcdef0) if spi.to_bytes(4, 'big') in records])
PY
	echo 'ra:'
	unpacked/usr/bin/ra -X -n -c, -r esp.argus -s saddr daddr proto dport:20 spkts 2>/dev/null | sed 1d
	echo 'racluster:'
	unpacked/usr/bin/racluster -X -n -c, -r esp.argus -m saddr daddr proto dport -s saddr daddr proto dport:20 spkts 2>/dev/null | sed 1d | sort
} | tee seen
diff - seen <<WANT
argus $argus, clients $clients
in the records: 0xc0000101 0xc1230101 0x9abcdef0
ra:
192.0.2.1,192.0.2.2,esp,0x20200101,1
192.0.2.1,192.0.2.2,esp,0x20200101,2
192.0.2.1,192.0.2.2,esp,0x2020def0,4
racluster:
192.0.2.1,192.0.2.2,esp,0x20200101,3
192.0.2.1,192.0.2.2,esp,0x2020def0,4
WANT
