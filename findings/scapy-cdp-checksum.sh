#!/usr/bin/env bash
# scapy gives a CDP announcement of odd length that ends with 0x80 a checksum that tshark
# calls bad.
#
# The checksum of CDP is the Internet's but for the last byte of an odd length: Cisco's
# devices add it as a signed number, and 0x80 is negative. scapy takes it for positive, as
# the bytes below it, and is right about those above it. One need not look for such a byte:
# an announcement that ends with native VLAN 128, of a device whose name has the fitting
# length, ends with it; VLANs 127 and 129 beside it are good. It concerns tests that are
# made with scapy, and checks of captures by it.
set -euo pipefail
scapy=2.5.0+dfsg-2
tshark=4.0.17-0+deb12u3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "python3-scapy=$scapy" 2>/dev/null
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$tshark" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
libraries=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)

PYTHONPATH=$dir/unpacked/usr/lib/python3/dist-packages python3 - 2>/dev/null <<'PY'
from scapy.all import Dot3, LLC, SNAP, wrpcap
from scapy.contrib.cdp import CDPv2_HDR, CDPMsgDeviceID, CDPMsgNativeVLAN

wrpcap('cdp.pcap', [
    Dot3(dst='01:00:0c:cc:cc:cc', src='02:00:00:00:00:01') / LLC(dsap=0xaa, ssap=0xaa, ctrl=3) / SNAP(OUI=0x0c, code=0x2000)
    / CDPv2_HDR(vers=2, ttl=180, msg=[CDPMsgDeviceID(val=b'SW1'), CDPMsgNativeVLAN(vlan=vlan)])
    for vlan in (127, 128, 129, 255)])
PY

{
	echo "scapy $scapy, tshark $tshark"
	LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r cdp.pcap -V 2>/dev/null |
		sed -n 's/^    Checksum: /checksum /p; s/^    Native VLAN: /  VLAN /p'
} | tee seen
diff - seen <<WANT
scapy $scapy, tshark $tshark
checksum 0x686d [correct]
  VLAN 127
checksum 0x686c incorrect, should be 0x696c
  VLAN 128
checksum 0x696b [correct]
  VLAN 129
checksum 0x68ed [correct]
  VLAN 255
WANT
