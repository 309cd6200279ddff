package frag_test

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/frag"
)

// ikeAuth is a datagram to UDP port 4500 that holds an IKE_AUTH request of 1812 bytes.
func ikeAuth() []byte {
	const size = 1812
	b := binary.BigEndian.AppendUint16(nil, 4500)
	b = binary.BigEndian.AppendUint16(b, 4500)
	b = binary.BigEndian.AppendUint16(b, size)
	b = append(b, 0, 0, 0, 0, 0, 0)
	b = append(b, "initiateresponde"...)
	b = append(b, 46, 0x20, 35, 0x08, 0, 0, 0, 1)
	b = binary.BigEndian.AppendUint32(b, size-8-4)
	return append(b, make([]byte, size-len(b))...)
}

// Three copies of a message, of the first of which only the first fragment comes, of the
// second a middle one as well, the third after a minute: all of them are one loss.
func TestLostMessage(t *testing.T) {
	b, whole := newBench(t, frag.Limits{}), ikeAuth()
	start := b.now
	b.ip4(ip4(17, 1, 0, true, whole[:1480]))
	b.now = start.Add(2 * time.Second)
	b.ip4(ip4(17, 2, 0, true, whole[:1240]))
	b.ip4(ip4(17, 2, 1240, true, whole[1240:1480]))
	b.now = start.Add(2 * time.Minute) // the first two have expired
	b.ip4(ip4(17, 3, 0, true, whole[:1480]))
	list := b.tracker.Lost()
	if len(list) != 1 || len(b.tracker.Headless()) > 0 {
		t.Fatalf("%+v, %+v", list, b.tracker.Headless())
	}
	l := list[0]
	if l.Datagrams != 3 || l.Partly != 1 || l.Least != 1240 || l.Most != 1480 || l.FirstFrame != 1 || l.LastFrame != 4 || !l.First.Equal(start) || !l.Last.Equal(b.now) {
		t.Errorf("%+v", l)
	}
	if l.Src.String() != "10.0.0.1:4500" || l.Dst.String() != "10.0.0.2:4500" || l.Header.Exchange != isakmp.ExchangeAuth || l.Header.MessageID != 1 {
		t.Errorf("%+v", l)
	}
	b.tracker.ClearLost()
	if list := b.tracker.Lost(); len(list) != 1 || list[0].Datagrams != 1 {
		t.Errorf("%+v is left: one datagram still waits", list)
	}
}

// What is no loss of IKE: a message whose fragments all come, also if each is captured
// twice, and other datagrams of UDP. A datagram without its first fragment has no ports.
func TestNotLost(t *testing.T) {
	b, msg := newBench(t, frag.Limits{}), ikeAuth()
	for range 2 {
		b.ip4(ip4(17, 1, 0, true, msg[:1480]))
	}
	for range 2 {
		b.ip4(ip4(17, 1, 1480, false, msg[1480:]))
	}
	for id, parts := range [][2]int{{0, 0}, {0, 4}, {4, 0}} { // one of the fragments, or both, cut by the capture
		for i, part := range [][]byte{ip4(17, uint16(10+id), 0, true, msg[:1480]), ip4(17, uint16(10+id), 1480, false, msg[1480:])} {
			if cut := []int{4 - parts[0], 4 - parts[1]}[i]; id == 0 || cut < 4 {
				b.see(linkRaw4, part[:len(part)-4], len(part))
			} else {
				b.ip4(part)
			}
		}
	}
	b.ip4(ip4(17, 2, 0, true, whole[:24]))
	b.ip4(ip4(6, 3, 0, true, msg[:1480]))
	if list := b.tracker.Lost(); len(list) > 0 {
		t.Errorf("%+v", list)
	}
	if list := b.tracker.Headless(); len(list) > 0 {
		t.Errorf("%+v", list)
	}
	b.ip4(ip4(17, 4, 1480, false, msg[1480:]))
	list := b.tracker.Headless()
	if len(list) != 1 || list[0].Datagrams != 1 || list[0].Src.String() != "10.0.0.1" || list[0].FirstFrame != b.number {
		t.Errorf("%+v", list)
	}
}

// A flood of lost messages does not take more than a fixed number of them.
func TestLostFlood(t *testing.T) {
	b, msg := newBench(t, frag.Limits{}), ikeAuth()
	for i := range 6000 {
		binary.BigEndian.PutUint32(msg[12:], uint32(i))
		b.ip4(ip4(17, uint16(i), 0, true, msg[:1480]))
		b.now = b.now.Add(time.Second)
	}
	if n := len(b.tracker.Lost()); n != 1<<12 {
		t.Errorf("%d messages are remembered", n)
	}
}
