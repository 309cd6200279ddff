#!/usr/bin/env bash
# lldpd calls the addresses of a CDP neighbor's interface its management addresses, and ignores those
# that it announces as such.
#
# CDP has two lists of addresses: type 2, of the interface that sends, and type 22 (0x16), the
# addresses under which the device is to be managed; IOS shows them apart, as "Entry
# address(es)" and "Management address(es)". lldpcli prints those of type 2 as mgmt-ip and counts
# type 22 among the TLVs that it does not know. Of a router that is managed in a network of its own
# the inventory gets the address in the transfer network, with no hint that there is another; a
# device that sends type 22 alone seems to have none. Of LLDP neighbors the same line is right.
set -euo pipefail
lldpd=1.0.16-1+deb12u1

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "lldpd=$lldpd" libwrap0=7.6.q-32 libsnmp40=5.9.3+dfsg-2+deb12u1 libsensors5=1:3.6.0-7.1 libpci3=1:3.9.0-4 2>/dev/null
for package in *.deb; do dpkg -x "$package" unpacked; done
export LD_LIBRARY_PATH=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)

# The daemon listens on va and the announcements come from vb, in a network namespace of their own.
# It wants a user and a folder in /run, which a mount namespace gives it.
cat >frames.py <<'PY'
import socket, struct

def checksum(data):
    data += bytes(len(data) % 2)
    total = sum(struct.unpack('>%dH' % (len(data) // 2), data))
    total = (total & 0xffff) + (total >> 16)
    return ~((total & 0xffff) + (total >> 16)) & 0xffff

def tlv(kind, value):
    return struct.pack('>HH', kind, 4 + len(value)) + value

def send(frame):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    s.bind(('vb', 0))
    s.send(frame)

def cdp(name, holdtime, *tlvs):
    tlvs = (tlv(1, name), tlv(3, b'GigabitEthernet0/1'), tlv(4, struct.pack('>I', 0x28)), tlv(5, b'version'), tlv(6, b'platform'), *tlvs)
    body = b''.join(tlvs)
    total = checksum(bytes([2, holdtime, 0, 0]) + body)
    llc = bytes.fromhex('aaaa0300000c2000') + struct.pack('>BBH', 2, holdtime, total) + body
    send(bytes.fromhex('01000ccccccc020000000001') + struct.pack('>H', len(llc)) + llc)

def lldp(name, ttl, *tlvs):
    tlvs = ((1, b'\x07' + name), (2, b'\x05GigabitEthernet0/1'), (3, struct.pack('>H', ttl)), *tlvs, (0, b''))
    body = b''.join(struct.pack('>H', kind << 9 | len(value)) + value for kind, value in tlvs)
    send(bytes.fromhex('0180c200000e02000000000288cc') + body)
PY

# SW1 announces 192.0.2.1 for its interface and 198.51.100.1 for its management, SW2 only
# 198.51.100.2 for its management, and SW3 by LLDP 198.51.100.3.
cat >send.py <<'PY'
import struct
from frames import cdp, lldp, tlv

def address(*ip):
    return struct.pack('>IBBBH', 1, 1, 1, 0xcc, 4) + bytes(ip)

cdp(b'SW1', 180, tlv(2, address(192, 0, 2, 1)), tlv(22, address(198, 51, 100, 1)))
cdp(b'SW2', 180, tlv(22, address(198, 51, 100, 2)))
lldp(b'SW3', 120, (5, b'SW3'), (8, bytes([5, 1, 198, 51, 100, 3, 2, 0, 0, 0, 1, 0])))
PY

neighbors() { unpacked/usr/sbin/lldpcli -u "$PWD/socket" -f keyvalue show neighbors details; }
export -f neighbors
unshare --net --mount bash -euo pipefail -c '
	mount -t tmpfs none /run
	mkdir /run/lldpd
	(cat /etc/passwd; echo _lldpd:x:9990:9990::/run/lldpd:/bin/false) >passwd
	(cat /etc/group; echo _lldpd:x:9990:) >group
	mount --bind passwd /etc/passwd
	mount --bind group /etc/group
	ip link add va type veth peer name vb
	for i in va vb; do ip link set $i addrgenmode none arp off up; done
	unpacked/usr/sbin/lldpd -d -r -c -H 0 -I va -u "$PWD/socket" -L "$PWD/unpacked/usr/sbin/lldpcli" >log 2>&1 &
	for i in $(seq 100); do grep -q "should resume" log && break; sleep 0.1; done
	sleep 1
	python3 send.py
	sleep 1
	echo "lldpd $0"
	neighbors | sed -n "s/.*chassis.\(name\|mgmt-ip\)=/\1 /p"
	unpacked/usr/sbin/lldpcli -u "$PWD/socket" -f keyvalue show statistics | sed -n "s/.*rx_unrecognized_cnt=/unrecognized /p"
	kill %1
	wait
' "$lldpd" | tee seen
diff - seen <<WANT
lldpd $lldpd
name SW1
mgmt-ip 192.0.2.1
name SW2
name SW3
mgmt-ip 198.51.100.3
unrecognized 2
WANT
