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

// A recipe describes a generated capture: the fixtures that it repeats and its
// number of packets.
type recipe struct {
	name     string
	fixtures []string                // Ethernet captures
	leave    func(frame []byte) bool // frames to leave out; nil: none
	packets  int
	everyone bool // see client
}

// Fixtures by kind of traffic. Each was captured on another link, so that no
// packet is in a file twice.
//
// General traffic is TCP and UDP with ARP, DNS and ICMP. A quarter of the
// fixtures' packets are pings that only check that hosts are up. No real network
// has so many, so pings are left out (isPing).
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

// recipeVersion changes when the same fixtures give another file.
const recipeVersion = 3

// hosts is the number of addresses that each client takes in turn. The turns of two
// fixtures are apart by apart, so that no round has the same client twice.
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

// make returns the path of the file in dir, which it makes if there is none of these
// fixtures yet.
//
// A round is all packets of all fixtures, shifted to begin at the same time. Rounds
// follow one another until the file has its packets, each with its own times and,
// for plain traffic, with another client.
func (g recipe) make(fixtures, dir string) (string, error) {
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
	return path, writeWhole(path, func(w io.Writer) error { return g.generate(w, round) })
}

// digest returns a hash of the recipe and its fixtures, for the file's name.
func (g recipe) digest(fixtures string) (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, recipeVersion)
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

// round reads the fixtures and sorts their packets by time.
func (g recipe) round(fixtures string) ([]template, error) {
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
		if p.Link != capture.LinkEthernet || !p.HasTime {
			continue // of another interface, or a block that is no packet
		}
		if len(packets) == 0 {
			start = p.Time
		}
		packets = append(packets, template{offset: p.Time.Sub(start), data: slices.Clone(p.Data), wireLen: p.WireLen})
	}
	return packets, nil
}

// generate writes rounds until the file has its packets.
func (g recipe) generate(w io.Writer, round []template) error {
	out := newPcapWriter(w)
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	length := round[len(round)-1].offset + pause
	var frame []byte
	for i := range g.packets {
		turn, p := i/len(round), &round[i%len(round)]
		frame = append(frame[:0], p.data...)
		who := turn + p.source*apart
		client{byte(who % hosts), who / hosts, g.everyone}.put(frame)
		out.frame(start.Add(time.Duration(turn)*length+p.offset), frame, p.wireLen)
	}
	return out.flush()
}

// writeWhole writes a file completely or not at all.
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

// readAll brings a file into the system's cache, so that the program that reads it
// first has no handicap.
func readAll(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(io.Discard, f)
	return err
}
