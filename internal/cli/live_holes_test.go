//go:build linux && cgo

package cli

import (
	"bytes"
	"slices"
	"syscall"
	"testing"
	"time"
)

// streamToIKE are n frames of a stream of IKE over TCP, each with two bytes more of it,
// that many numbers apart.
func streamToIKE(n, apart int) (frames [][]byte) {
	segment := func(sequence int, data string) {
		b := tcpAt(uint32(sequence), 0x18)
		b[2], b[3] = 4500>>8, 4500&0xff
		frames = append(frames, ipv4Frame(floodHost(1), gateway, 6, append(b, data...)))
	}
	segment(1, "IKETCP")
	for i := range n - 1 {
		segment(7+(apart-2)+i*apart, "HH")
	}
	return frames
}

// cost is the CPU time of a capture of frames, all of which must be captured.
func (w *wire) cost(frames [][]byte) time.Duration {
	w.t.Helper()
	p := w.capturing("-i", "va", "-n", "-B", "64")
	read := make(chan int)
	go func() { // rows that nobody reads would stop the capture
		rows, b := 0, make([]byte, 1<<16)
		for {
			n, err := p.out.Read(b)
			if rows += bytes.Count(b[:n], []byte("\n")); err != nil || rows > len(frames) {
				read <- rows
				return
			}
		}
	}()
	for some := range slices.Chunk(frames, 100) {
		for _, frame := range some {
			w.put(frame)
		}
		time.Sleep(5 * time.Millisecond) // 20,000 in a second at most
	}
	if rows := <-read; rows != len(frames)+1 {
		w.t.Errorf("%d rows of %d packets", rows, len(frames))
	}
	p.signal(syscall.SIGINT)
	_, report := p.ends(0)
	if got, dropped := count(w.t, report, "captured"), count(w.t, report, "dropped by kernel"); got != len(frames) || dropped != 0 {
		w.t.Errorf("%d captured and %d dropped of %d", got, dropped, len(frames))
	}
	return p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
}

// A stream whose segments all leave a gap costs a capture as much as one in order, and
// loses no packet. The start of the program is in both costs, and the scheduler's share
// varies: slack is for that, and is a small part of what a search in each packet takes. There
// are more segments than their bytes alone would bound.
func TestLiveHoles(t *testing.T) {
	w := newWire(t)
	const n, slack = 150_000, 100 * time.Millisecond
	ordered, holes := streamToIKE(n, 2), streamToIKE(n, 4)
	var few, many time.Duration
	for try := range 4 { // the least of several: a busy machine only adds
		a, b := w.cost(ordered), w.cost(holes)
		if try > 0 {
			a, b = min(a, few), min(b, many)
		}
		if few, many = a, b; many <= few*3/2+slack {
			t.Logf("%v in order, %v with holes", few, many)
			return
		}
	}
	t.Errorf("%v in order, but %v with holes", few, many)
}
