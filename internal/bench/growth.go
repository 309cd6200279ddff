package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"
)

// growth measures what a packet costs in files of 1, 4 and 16 times as many packets, and
// in files of as many packets of 10^3 to 10^6 flows, by a table with -n. Costs are
// processor time in parts of that of the first file; 1.00 is no growth.
func (o *options) growth(ctx context.Context, out io.Writer) error {
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "FILE\tPACKETS\tCPU\tA PACKET\tGROWTH")
	packets, first := o.packets, 0.0
	for _, times := range []int{1, 4, 16} {
		grown := *o
		grown.packets = times * packets
		c, err := grown.course(race{recipe: "general"})
		if err != nil {
			return err
		}
		if first, err = o.writeGrowth(ctx, w, "general", c.file, grown.packets, first); err != nil {
			return err
		}
	}
	first = 0
	for flows := 1000; flows <= packets; flows *= 10 {
		file, err := makeFlows(o.dir, flows, packets)
		if err == nil {
			first, err = o.writeGrowth(ctx, w, fmt.Sprintf("%d flows", flows), file, packets, first)
		}
		if err != nil {
			return err
		}
	}
	return w.Flush()
}

// writeGrowth writes the line of a file, and returns what a packet costs in the first one:
// first, or here if that is 0.
func (o *options) writeGrowth(ctx context.Context, w io.Writer, name, file string, packets int, first float64) (float64, error) {
	if err := readAll(file); err != nil {
		return 0, err
	}
	var laps []lap
	for range o.runs {
		l, err := runOnce(ctx, o.bin, []string{"-n", "-r", file})
		if err != nil {
			return 0, err
		}
		laps = append(laps, l)
	}
	cpu := typical(laps).cpu
	each := float64(cpu.Nanoseconds()) / float64(packets)
	if first == 0 {
		first = each
	}
	_, err := fmt.Fprintf(w, "%s\t%d\t%.2f s\t%.0f ns\t%.2f\n", name, packets, cpu.Seconds(), each, each/first)
	return first, err
}

// makeFlows returns the path of a capture in dir of segments of TCP that take turns in
// flows of as many hosts, which it makes if there is none.
func makeFlows(dir string, flows, packets int) (string, error) {
	path := filepath.Join(dir, fmt.Sprintf("flows1-%d-%d.pcap", flows, packets))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	return path, writeWhole(path, func(w io.Writer) error {
		out := newPcapWriter(w)
		start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
		for i := range packets {
			b := flowFrame(i%flows, i/flows)
			out.frame(start.Add(time.Duration(i)*10*time.Microsecond), b, len(b))
		}
		return out.flush()
	})
}

// flowFrame is the turn-th segment of a flow, with eight bytes.
func flowFrame(flow, turn int) []byte {
	const data = "12345678"
	be := binary.BigEndian
	b := append(make([]byte, 0, 14+20+20+len(data)), "\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00\x45\x00"...)
	b = be.AppendUint16(b, uint16(20+20+len(data)))
	b = append(b, 0, 0, 0, 0, 64, 6, 0, 0)
	b = be.AppendUint32(be.AppendUint32(b, 0x0a000000|uint32(flow)), 0xc0000201)
	b = be.AppendUint16(be.AppendUint16(b, uint16(1024+flow%50000)), 80)
	b = be.AppendUint32(be.AppendUint32(b, uint32(1+len(data)*turn)), 1)
	return append(append(b, 0x50, 0x10, 0x20, 0, 0, 0, 0, 0), data...)
}
