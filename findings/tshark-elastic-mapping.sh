#!/usr/bin/env bash
# tshark -T ek writes values that are not of the types that its own mapping for Elasticsearch
# declares, and lines that Elasticsearch 8 has no more.
#
# "tshark -G elastic-mapping" makes the mapping and "-T ek" the documents of one pipeline
# into Elasticsearch. Numbers that Wireshark shows in hexadecimal are "0x0800" in the
# documents and integers in the mapping; Elasticsearch makes numbers of texts, but of
# decimal ones alone, and refuses the whole document. The seconds since 1970 are a date in
# the mapping, for which a number is milliseconds. And each document is announced with a
# "_type", which Elasticsearch 7 warned of and version 8 refuses.
set -euo pipefail
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

# An ESP packet in Ethernet.
python3 - <<'PY'
import struct

esp = struct.pack('>II', 0x1000, 1) + bytes(range(40))
ip = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(esp), 1, 0, 64, 50, 0) + bytes([192, 0, 2, 1, 192, 0, 2, 2]) + esp
frame = bytes([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0]) + ip
capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1)
open('esp.pcap', 'wb').write(capture + struct.pack('<IIII', 0, 250000, len(frame), len(frame)) + frame)
PY

run() { LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark "$@" 2>/dev/null; }
run -G elastic-mapping --elastic-mapping-filter frame,eth,ip,esp >mapping.json
run -n -r esp.pcap -T ek >documents.json
{
	echo "tshark $tshark"
	python3 - <<'PY'
import json

types = {}
def gather(node):
    for name, value in node.get('properties', {}).items():
        types[name] = value.get('type')
        gather(value)
mappings = json.load(open('mapping.json'))['mappings']
gather(mappings.get('doc', mappings))

action, document = [json.loads(line) for line in open('documents.json')]
print('action:', ', '.join(sorted(action['index'])))
layers = document['layers']
for layer, field in [('frame', 'frame_frame_time_epoch'), ('eth', 'eth_eth_type'), ('ip', 'ip_ip_id'), ('ip', 'ip_ip_checksum'),
                     ('ip', 'ip_ip_ttl'), ('esp', 'esp_esp_spi'), ('esp', 'esp_esp_sequence')]:
    print('%s: %s, %s' % (field, types[field], layers[layer][field]))
PY
} | tee seen
diff - seen <<WANT
tshark $tshark
action: _index, _type
frame_frame_time_epoch: date, 0.250000000
eth_eth_type: integer, 0x0800
ip_ip_id: integer, 0x0001
ip_ip_checksum: integer, 0x0000
ip_ip_ttl: short, 64
esp_esp_spi: long, 0x00001000
esp_esp_sequence: long, 1
WANT
