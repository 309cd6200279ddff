package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// natVersion changes when the generated file does.
const natVersion = 1

// makeNAT returns the path of a capture of both sides of a translator in dir, which
// it makes if there is none: UDP flows from 64 inside networks, each with one packet
// out, every fourth one with an answer.
func makeNAT(dir string, flows int) (string, error) {
	path := filepath.Join(dir, fmt.Sprintf("nat%d-%d.pcapng", natVersion, flows))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	return path, writeWhole(path, func(w io.Writer) error { return translate(w, flows) })
}

// The two interfaces of the file.
const (
	natInside = iota
	natOutside
)

// translate writes the packets. A packet and an answer appear on the other side five
// flows later.
func translate(w io.Writer, flows int) error {
	const later = 5
	out := &pcapngWriter{w: bufio.NewWriterSize(w, 1<<20)}
	out.begin("inside", "outside")
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range flows + 3*later {
		at = at.Add(20 * time.Microsecond)
		for _, p := range [...]struct {
			flow    int
			iface   uint32
			answer  bool
			outside bool
		}{
			{i, natInside, false, false}, {i - later, natOutside, false, true},
			{i - 2*later, natOutside, true, true}, {i - 3*later, natInside, true, false},
		} {
			if p.flow >= 0 && p.flow < flows && (!p.answer || p.flow%4 == 0) {
				out.frame(p.iface, at, natFrame(p.flow, p.outside, p.answer))
			}
		}
	}
	return out.flush()
}

// natFrame returns the packet of a flow on one side, or its answer.
func natFrame(flow int, outside, answer bool) []byte {
	const dataLen = 32
	n := uint32(flow)
	inside, global, server := 0x0a000000|n>>14&0x3fff, uint32(0x50010002), 0xcb007100|n%199
	ttl := uint8(64)
	src, sport := inside, uint16(1024+n%60000)
	if outside {
		src, sport = global|n>>15&0xff<<8, uint16(1024+n*7%60000)
	}
	if outside != answer {
		ttl--
	}
	dst, dport := server, uint16(53)
	id := uint16(n * 3)
	if answer {
		src, dst, sport, dport, id = dst, src, dport, sport, id+1
	}
	b := append(make([]byte, 0, 14+20+8+dataLen), "\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00\x45\x00"...)
	b = binary.BigEndian.AppendUint16(b, 20+8+dataLen)
	b = binary.BigEndian.AppendUint16(b, id)
	b = append(b, 0, 0, ttl, 17, 0, 0)
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, src), dst)
	b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, sport), dport)
	b = append(b, 0, 8+dataLen, 0, 0)
	x := uint64(flow)*2 + 1
	if answer {
		x++
	}
	for range dataLen / 8 {
		x = x*6364136223846793005 + 1442695040888963407
		b = binary.BigEndian.AppendUint64(b, x)
	}
	return b
}

// A pcapngWriter writes Ethernet frames of several interfaces to a pcapng file
// with microseconds.
type pcapngWriter struct {
	w     *bufio.Writer
	block []byte
	err   error
}

// Blocks and options of pcapng: draft-ietf-opsawg-pcapng, section 4.
const (
	sectionHeader  = 0x0a0d0d0a
	interfaceBlock = 1
	enhancedPacket = 6
	optionName     = 2
)

// begin writes the section's header and its interfaces.
func (p *pcapngWriter) begin(names ...string) {
	le := binary.LittleEndian
	b := le.AppendUint32(nil, 0x1a2b3c4d)
	b = le.AppendUint16(le.AppendUint16(b, 1), 0)
	p.put(sectionHeader, le.AppendUint64(b, ^uint64(0)))
	for _, name := range names {
		b = le.AppendUint32(le.AppendUint32(nil, 1), snapLen) // Ethernet
		b = le.AppendUint16(le.AppendUint16(b, optionName), uint16(len(name)))
		b = pad4(append(b, name...))
		p.put(interfaceBlock, le.AppendUint32(b, 0))
	}
}

// frame writes one frame.
func (p *pcapngWriter) frame(iface uint32, at time.Time, data []byte) {
	le := binary.LittleEndian
	us := uint64(at.UnixMicro())
	b := le.AppendUint32(p.block[:0], iface)
	b = le.AppendUint32(le.AppendUint32(b, uint32(us>>32)), uint32(us))
	b = le.AppendUint32(le.AppendUint32(b, uint32(len(data))), uint32(len(data)))
	p.block = pad4(append(b, data...))
	p.put(enhancedPacket, p.block)
}

func (p *pcapngWriter) put(typ uint32, body []byte) {
	var head, tail [8]byte
	binary.LittleEndian.PutUint32(head[:], typ)
	binary.LittleEndian.PutUint32(head[4:], uint32(12+len(body)))
	binary.LittleEndian.PutUint32(tail[:], uint32(12+len(body)))
	for _, b := range [][]byte{head[:], body, tail[:4]} {
		if p.err == nil {
			_, p.err = p.w.Write(b)
		}
	}
}

// flush writes buffered data and returns the first error of all writes.
func (p *pcapngWriter) flush() error {
	if p.err != nil {
		return p.err
	}
	return p.w.Flush()
}

func pad4(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}
