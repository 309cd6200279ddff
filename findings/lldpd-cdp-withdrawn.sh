#!/usr/bin/env bash
# lldpd keeps a CDP neighbor that has taken its leave, and calls the announcement incomplete.
#
# A device announces a holdtime of 0 just before its interface goes down, so that its neighbors
# forget it at once; LLDP has the same with a time to live of 0 (IEEE 802.1AB: shutdown LLDPDU).
# lldpd heeds it in LLDP. In CDP it takes the 0 for a TLV that is missing ("some mandatory CDP/FDP
# tlv are missing" in the log, though all are there), drops the announcement, and shows the
# neighbor for the rest of its last holdtime, 180 seconds by default. It matters where the link here
# stays up, as behind a media converter or a switch that passes CDP: the port seems connected.
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

# SW1 announces itself by CDP and SW2 by LLDP; then both take their leave, with the same TLVs.
cat >send.py <<'PY'
import sys
from frames import cdp, lldp

cdp(b'SW1', int(sys.argv[1]))
lldp(b'SW2', int(sys.argv[1]), (5, b'SW2'))
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
	echo "lldpd $0"
	for ttl in 180 0; do
		python3 send.py $ttl
		sleep 2
		echo "after $ttl:"
		neighbors | sed -n "s/.*\.\(via\|chassis.name\|port.ttl\)=/  \1 /p"
	done
	sed -n "s/.*\[WARN.cdp\] /log: /p" log
	kill %1
	wait
' "$lldpd" | tee seen
diff - seen <<WANT
lldpd $lldpd
after 180:
  via CDPv2
  chassis.name SW1
  port.ttl 180
  via LLDP
  chassis.name SW2
  port.ttl 180
after 0:
  via CDPv2
  chassis.name SW1
  port.ttl 180
log: some mandatory CDP/FDP tlv are missing for frame received on va
WANT
