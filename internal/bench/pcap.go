package main

import (
	"bufio"
	"encoding/binary"
	"io"
	"time"
)

// snapLen is tcpdump's, and longer than any fixture's frame.
const snapLen = 262144

// A pcapWriter writes Ethernet frames to a pcap file with microseconds.
type pcapWriter struct {
	w   *bufio.Writer
	err error
}

// newPcapWriter writes the file header.
func newPcapWriter(w io.Writer) *pcapWriter {
	const magic, major, minor, ethernet = 0xa1b2c3d4, 2, 4, 1
	p := &pcapWriter{w: bufio.NewWriterSize(w, 1<<20)}
	var h [24]byte
	binary.LittleEndian.PutUint32(h[0:], magic)
	binary.LittleEndian.PutUint16(h[4:], major)
	binary.LittleEndian.PutUint16(h[6:], minor)
	binary.LittleEndian.PutUint32(h[16:], snapLen)
	binary.LittleEndian.PutUint32(h[20:], ethernet)
	p.put(h[:])
	return p
}

// frame writes one frame of wireLen bytes on the wire, of which data was captured.
func (p *pcapWriter) frame(at time.Time, data []byte, wireLen int) {
	var h [16]byte
	binary.LittleEndian.PutUint32(h[0:], uint32(at.Unix()))
	binary.LittleEndian.PutUint32(h[4:], uint32(at.Nanosecond()/1000))
	binary.LittleEndian.PutUint32(h[8:], uint32(len(data)))
	binary.LittleEndian.PutUint32(h[12:], uint32(wireLen))
	p.put(h[:])
	p.put(data)
}

func (p *pcapWriter) put(b []byte) {
	if p.err == nil {
		_, p.err = p.w.Write(b)
	}
}

// flush writes buffered data and returns the first error of all writes.
func (p *pcapWriter) flush() error {
	if p.err != nil {
		return p.err
	}
	return p.w.Flush()
}
