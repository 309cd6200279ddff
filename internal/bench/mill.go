package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
)

// A grist is a file that the mill makes: what goes in, and how many packets
// come out.
type grist struct {
	name     string
	fixtures []string                // Ethernet captures
	leave    func(frame []byte) bool // what stays out, nil: nothing
	packets  int
}

// The kinds of traffic. Every fixture shows the link of one place, so that no
// packet is in twice.
//
// General traffic is TCP and UDP and what goes with them. A quarter of what the
// fixtures' hosts send is pings, to see that they are there; nobody's network is
// like that, so they are left out (isPing).
var (
	generalFixtures = []string{
		"17-nat-overload.inside.pcap",
		"17-nat-overload.outside.pcap",
		"18-loopback.lo-ethernet.pcap",
		"01-ikev1-main-seed.lan.pcap",
		"01-ikev1-main-seed.site2-lan.pcap",
	}
	mixFixtures = []string{
		"16-cdp-topology-a.pcap",
		"01-ikev1-main-seed.pcap",
		"03-ikev1-aggressive-3des-md5.pcap",
		"07-ikev1-nat-t.pcap",
		"08-ikev2-aes128gcm-ecp256.pcap",
		"13-esp-null-sha1.pcap",
		"19-esp-ip-fragments.pcap",
		"17-nat-overload.inside.pcap",
	}
)

// millVersion changes when the same fixtures give another file.
const millVersion = 3

// hosts is how many addresses each client takes in turn, and apart how far the
// turns of two fixtures are: none meets another's clients in one round.
const (
	hosts = 256
	apart = 29
)

// pause lies between two rounds.
const pause = time.Second

// A template is one packet of a round.
type template struct {
	offset  time.Duration // since the start of the round
	data    []byte
	wireLen int
	source  int // the fixture that it is from
}

// make returns the path of the file in dir, made if there is none of these
// fixtures yet.
//
// A round is all packets of all fixtures, as if all of them had begun at one
// moment. Rounds follow one another, each with its own times and, for plain
// traffic, with another client, until the file has its packets.
func (g grist) make(fixtures, dir string) (string, error) {
	digest, err := g.digest(fixtures)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, fmt.Sprintf("%s-%d-%s.pcap", g.name, g.packets, digest))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	stale, _ := filepath.Glob(filepath.Join(dir, fmt.Sprintf("%s-%d-*.pcap", g.name, g.packets)))
	for _, old := range stale {
		_ = os.Remove(old)
	}
	round, err := g.round(fixtures)
	if err != nil {
		return "", err
	}
	return path, writeWhole(path, func(w io.Writer) error { return grind(w, round, g.packets) })
}

// digest tells one file's ingredients from another's.
func (g grist) digest(fixtures string) (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, millVersion)
	for _, name := range g.fixtures {
		b, err := os.ReadFile(filepath.Join(fixtures, name))
		if err != nil {
			return "", err
		}
		fmt.Fprintln(h, name, len(b))
		h.Write(b)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:4]), nil
}

// round reads the fixtures and puts their packets in the order of time.
func (g grist) round(fixtures string) ([]template, error) {
	var round []template
	for i, name := range g.fixtures {
		packets, err := readFixture(filepath.Join(fixtures, name))
		if err != nil {
			return nil, err
		}
		for _, p := range packets {
			if g.leave != nil && g.leave(p.data) {
				continue
			}
			p.source = i
			round = append(round, p)
		}
	}
	if len(round) == 0 {
		return nil, fmt.Errorf("%s: no packets", g.name)
	}
	slices.SortStableFunc(round, func(a, b template) int { return int(a.offset - b.offset) })
	return round, nil
}

func readFixture(path string) (packets []template, err error) {
	r, err := capture.Open(path, capture.Options{})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var p capture.Packet
	var start time.Time
	for {
		if err := r.Next(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if p.Link != capture.LinkEthernet {
			return nil, fmt.Errorf("%s: link type %v, want Ethernet", path, p.Link)
		}
		if len(packets) == 0 {
			start = p.Time
		}
		packets = append(packets, template{offset: p.Time.Sub(start), data: slices.Clone(p.Data), wireLen: p.WireLen})
	}
	return packets, nil
}

// grind writes rounds until there are n packets.
func grind(w io.Writer, round []template, n int) error {
	out := newPcapWriter(w)
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	length := round[len(round)-1].offset + pause
	var frame []byte
	for i := range n {
		turn, p := i/len(round), &round[i%len(round)]
		frame = append(frame[:0], p.data...)
		who := turn + p.source*apart
		client{host: byte(who % hosts), lap: who / hosts}.put(frame)
		out.frame(start.Add(time.Duration(turn)*length+p.offset), frame, p.wireLen)
	}
	return out.flush()
}

// writeWhole makes a file that is there whole or not at all.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err := errors.Join(write(f), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// readAll brings a file into the system's cache, so that the first to read it
// has no handicap.
func readAll(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(io.Discard, f)
	return err
}
