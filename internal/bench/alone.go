package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
)

// aloneRival is the name of the rival that only calls Go's crypto packages: this
// program, started again.
const aloneRival = "go-crypto"

// runAlone measures aloneRival on a tunnel's file.
func runAlone(ctx context.Context, name, file string) (lap, error) {
	self, err := os.Executable()
	if err != nil {
		return lap{}, err
	}
	cmd := exec.CommandContext(ctx, self, "-alone", name, file)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return lap{}, err
	}
	var l lap
	for i, word := range strings.Fields(string(out)) {
		d, err := time.ParseDuration(word)
		if err != nil {
			return lap{}, err
		}
		*[...]*time.Duration{&l.wall, &l.cpu}[i%2] = d
	}
	return l, nil
}

// alone reads the packets of a tunnel's file into memory, decrypts them on all cores,
// and writes the wall time and the processor time of the decryption.
func alone(name, file string, out io.Writer) error {
	i := slices.IndexFunc(suites, func(s suite) bool { return s.name == name })
	if i < 0 {
		return fmt.Errorf("no tunnel is called %q", name)
	}
	packets, err := espPackets(file)
	if err != nil {
		return err
	}
	runtime.GC()
	before := ownTime()
	wall, err := suites[i].decryptAll(packets)
	if err == nil {
		fmt.Fprintln(out, wall, ownTime()-before)
	}
	return err
}

// espPackets returns the ESP packets of a tunnel's file.
func espPackets(file string) (packets [][]byte, err error) {
	r, err := capture.Open(file, capture.Options{})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var p capture.Packet
	for {
		if err := r.Next(&p); errors.Is(err, io.EOF) {
			return packets, nil
		} else if err != nil {
			return nil, err
		}
		packets = append(packets, slices.Clone(p.Data[14+20:]))
	}
}

// decryptAll decrypts the packets on all cores.
func (s *suite) decryptAll(packets [][]byte) (time.Duration, error) {
	const turn = 128 // packets that one core takes at a time
	var next, wrong atomic.Int64
	var working sync.WaitGroup
	start := time.Now()
	for range runtime.GOMAXPROCS(0) {
		working.Go(func() {
			with, room := s.make(s.key, s.mac), make([]byte, 2*tunnelPacket)
			for {
				from := int(next.Add(turn)) - turn
				if from >= len(packets) {
					return
				}
				for _, p := range packets[from:min(from+turn, len(packets))] {
					if with.decrypt(room, p) == nil {
						wrong.Add(1)
					}
				}
			}
		})
	}
	working.Wait()
	wall := time.Since(start)
	if n := wrong.Load(); n > 0 {
		return 0, fmt.Errorf("%s: %d packets do not open", s.name, n)
	}
	return wall, nil
}
