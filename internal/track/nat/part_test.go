package nat_test

import (
	"fmt"
	"hash/fnv"
	"net/netip"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// partOf is the part of n that an address is of.
func partOf(a netip.Addr, n int) int {
	h := fnv.New32a()
	fmt.Fprint(h, a)
	return int(h.Sum32() % uint32(n))
}

// told are the translations of a tracker, which are the same in any order of them.
func told(tr *nat.Tracker) (list []string) {
	for x := range tr.Account(nat.Inside{}).Translations() {
		list = append(list, fmt.Sprintf("%+v", *x))
	}
	return list
}

// Trackers of parts, each of which sees the packets with one of its addresses, tell together what
// one tells that sees all of them: two interfaces and then a third, TCP, UDP, pings and errors.
func TestParts(t *testing.T) {
	r := labtest.Registry(t)
	e := dissect.NewEngine(r)
	e.Use(dissect.NewArena(r))
	var packets []*dissect.Packet
	var links []nat.Link
	player := labtest.NewPlayer(r)
	player.Restart()
	show := func(iface string, datagram []byte) {
		p := new(dissect.Packet)
		player.Now = player.Now.Add(100e3)
		p.Number, p.Time, p.Interface = uint64(len(packets)+1), player.Now, iface
		e.Dissect(p, 101, datagram, len(datagram))
		packets = append(packets, p)
		if !slices.ContainsFunc(links, func(l nat.Link) bool { return l.Name == iface }) {
			links = append(links, nat.Link{Name: iface, First: player.Now.UnixNano()})
		}
	}
	for i := range 400 {
		host, global := fmt.Sprintf("192.168.0.%d:%d", i%50+1, 1000+i/3), fmt.Sprintf("80.1.0.2:%d", 2000+i/3+i%50)
		server, inside := fmt.Sprintf("203.0.113.%d:80", i%7), []string{"in", "far"}[i/300]
		q := []packet{udp(host, server, fmt.Sprint("datagram ", i)), tcp(host, server, uint32(i), ack, "data of a segment"), ping(host, server, uint32(i), echo)}[i%3]
		q.id = uint16(i)
		out := q.as(global, "")
		show(inside, q.bytes())
		show("out", out.bytes())
		if i%9 == 0 {
			failed := failure("198.51.100.9", out)
			show("out", failed.bytes())
			back := failure("198.51.100.9", q)
			show(inside, back.bytes())
			continue
		}
		back := out.answer(fmt.Sprint("answer ", i))
		show("out", back.bytes())
		in := back.as("", q.src.String())
		show(inside, in.bytes())
	}
	for i := range 20 { // by now NATs are known to keep the identification: these are two datagrams
		q := udp(fmt.Sprintf("192.168.0.%d:99", i+1), fmt.Sprintf("203.0.113.%d:53", i%7), fmt.Sprint("the same, by chance ", i))
		q.id = uint16(1000 + i)
		out := q.as(fmt.Sprint("80.1.0.2:", 5000+i), "")
		out.id = uint16(2000 + i)
		show("in", q.bytes())
		show("out", out.bytes())
	}
	whole := nat.New(nat.Limits{})
	whole.WatchAll(packets)
	want := told(whole)
	if len(want) < 100 {
		t.Fatalf("%d translations alone", len(want))
	}
	for _, n := range []int{1, 2, 5} {
		run := func(links []nat.Link, kept *int64) (trackers []*nat.Tracker) {
			for i := range n {
				tr := nat.New(nat.Limits{})
				tr.Take(&nat.Part{Links: links, Kept: kept, Owns: func(a netip.Addr) bool { return partOf(a, n) == i }})
				for _, p := range packets {
					if slices.ContainsFunc(nat.AppendEnds(nil, p), func(a netip.Addr) bool { return partOf(a, n) == i }) {
						tr.Watch(p)
					}
				}
				trackers = append(trackers, tr)
			}
			return trackers
		}
		elected := slices.Clone(links)
		var all nat.Ballot
		for _, tr := range run(links, nil) {
			all = all.Join(tr.Ballot())
		}
		for i, votes := range all.Votes() {
			elected[i].Votes = votes
		}
		var got []string
		for _, tr := range run(elected, all.Kept()) {
			got = append(got, told(tr)...)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%d parts: %d translations, want %d", n, len(got), len(want))
			for _, x := range want {
				if !slices.Contains(got, x) {
					t.Log("missing:", x)
				}
			}
		}
	}
}
