package main

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// tunnelVersion changes when the generated file does.
const tunnelVersion = 1

// tunnelPacket is the length of a tunnel's IP packets, Ethernet's MTU.
const tunnelPacket = 1500

// makeTunnel returns the path of a capture of n full packets between two
// gateways, half in either direction, and of a key file for it.
func (s *suite) makeTunnel(dir string, n int) (file, keys string, err error) {
	file = filepath.Join(dir, fmt.Sprintf("tunnel-%s-%d-v%d.pcap", s.name, n, tunnelVersion))
	keys = file + ".keys.json"
	if _, err := os.Stat(file); err == nil {
		return file, keys, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", "", err
	}
	if err := os.WriteFile(keys, s.keyFile(), 0o644); err != nil {
		return "", "", err
	}
	return file, keys, writeWhole(file, func(w io.Writer) error { return s.writeTunnel(w, n) })
}

// The ends of the tunnel, and the SPI on which each receives.
var (
	tunnelEnds = [2][4]byte{{192, 0, 2, 1}, {198, 51, 100, 1}}
	tunnelSPIs = [2]uint32{0xc0000001, 0xc0000002}
)

// keyFile returns the key file, with the same keys in both directions.
func (s *suite) keyFile() []byte {
	b := []byte(`{"esp": [`)
	for i, spi := range tunnelSPIs {
		if i > 0 {
			b = append(b, ',')
		}
		from, to := tunnelEnds[1-i], tunnelEnds[i]
		b = fmt.Appendf(b, `
  {"src": "%s", "dst": "%s", "spi": "0x%08x", "encr": %q, "encr_key": %q`, dotted(from), dotted(to), spi, s.ours, hex.EncodeToString(s.key))
		if s.auth != "" {
			b = fmt.Appendf(b, `, "auth": %q, "auth_key": %q`, s.auth, hex.EncodeToString(s.mac))
		}
		b = append(b, '}')
	}
	return append(b, "\n]}\n"...)
}

// table returns the same keys as options for tshark.
func (s *suite) table() []string {
	args := []string{"-o", "esp.enable_encryption_decode:TRUE", "-o", "esp.enable_authentication_check:TRUE"}
	for i, spi := range tunnelSPIs {
		mac := ""
		if len(s.mac) > 0 {
			mac = "0x" + hex.EncodeToString(s.mac)
		}
		args = append(args, "-o", fmt.Sprintf(`uat:esp_sa:"IPv4","%s","%s","0x%08x","%s","0x%s","%s","%s"`,
			dotted(tunnelEnds[1-i]), dotted(tunnelEnds[i]), spi, s.encr, hex.EncodeToString(s.key), s.integ, mac))
	}
	return args
}

func dotted(a [4]byte) string { return fmt.Sprintf("%d.%d.%d.%d", a[0], a[1], a[2], a[3]) }

// writeTunnel writes the capture.
func (s *suite) writeTunnel(w io.Writer, n int) error {
	out := newPcapWriter(w)
	with := s.make(s.key, s.mac)
	inner := make([]byte, s.inner(tunnelPacket))
	for i := range inner {
		inner[i] = byte(i * 7)
	}
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	var frame []byte
	for i := range n {
		to := i % 2
		frame = append(frame[:0], 2, 0, 0, 0, 0, byte(to), 2, 0, 0, 0, 0, byte(1-to), 8, 0)
		frame = appendIPv4(frame, tunnelEnds[1-to], tunnelEnds[to], esp, uint16(i))
		putUDP(inner, [4]byte{10, byte(1 - to), 0, 1}, [4]byte{10, byte(to), 0, 1}, uint16(i))
		frame = s.packet(frame, with, tunnelSPIs[to], uint32(i/2)+1, inner)
		setLength(frame[14:])
		out.frame(at, frame, len(frame))
		at = at.Add(10 * time.Microsecond)
	}
	return out.flush()
}

// esp is ESP's number among IP protocols.
const esp = 50

// appendIPv4 appends a header without options, whose length is to be set.
func appendIPv4(b []byte, src, dst [4]byte, proto byte, id uint16) []byte {
	b = append(b, 0x45, 0, 0, 0, byte(id>>8), byte(id), 0x40, 0, 64, proto, 0, 0)
	return append(append(b, src[:]...), dst[:]...)
}

// setLength sets the total length and the checksum of the IPv4 header of packet p.
func setLength(p []byte) {
	binary.BigEndian.PutUint16(p[2:], uint16(len(p)))
	p[10], p[11] = 0, 0
	binary.BigEndian.PutUint16(p[10:], ^sum(p[:20]))
}

// putUDP writes the headers of a UDP datagram in IPv4, without a UDP checksum, into b.
func putUDP(b []byte, src, dst [4]byte, id uint16) {
	appendIPv4(b[:0], src, dst, udp, id)
	setLength(b)
	const from, to = 40000, 9 // discard
	binary.BigEndian.PutUint16(b[20:], from)
	binary.BigEndian.PutUint16(b[22:], to)
	binary.BigEndian.PutUint16(b[24:], uint16(len(b)-20))
	b[26], b[27] = 0, 0
}
