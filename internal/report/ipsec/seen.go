package ipsec

import (
	"fmt"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// A total is the sum of counters of several SAs.
type total struct {
	packets, lost, late, duplicates, replays, wraps uint64
	decrypted, failed, notDecrypted                 uint64
	unverified                                      uint64 // of failed: of SAs whose key is right
	longest                                         int
	shared                                          bool // of some SAs lost, late, duplicates and replays are not known
}

// replayed counts the packets that a window of 1024 drops.
func (t *total) replayed() uint64 { return t.replays + t.duplicates }

// dropped counts the packets that a receiver would drop: by their ICV, or as replays.
func (t *total) dropped() uint64 { return min(t.packets, t.unverified+t.replayed()) }

// received counts the packets that a receiver would decapsulate.
func (t *total) received() uint64 { return t.packets - t.dropped() }

func sum(list []*tunnel.SA) (t total) {
	esp := slices.ContainsFunc(list, func(s *tunnel.SA) bool { return !s.AH })
	for _, s := range list {
		if esp && s.AH { // a packet of both
			continue
		}
		t.packets += s.Packets
		t.lost += s.Sequence.Lost
		t.late += s.Sequence.Late
		t.duplicates += s.Sequence.Duplicates
		t.replays += s.Sequence.Replays
		t.wraps += s.Sequence.Wraps
		t.decrypted += s.Decrypted
		t.failed += s.AuthFailed
		t.notDecrypted += s.NotDecrypted
		if s.Decrypted > 0 {
			t.unverified += s.AuthFailed
		}
		t.longest = max(t.longest, s.Longest)
		t.shared = t.shared || s.Shared
	}
	return t
}

// appendSeen appends what the capture shows of a tunnel and IOS does not count.
func appendSeen(b []byte, t *tunnel.Tunnel, out, in *total) []byte {
	b = append(b, "    In this capture:\n"...)
	if out.shared || in.shared {
		b = append(append(b, "    #pkts lost, late, duplicate, out of window: "...), notKnown...)
	} else {
		b = fmt.Appendf(b, "    #pkts lost (out/in): %d/%d, late: %d/%d, duplicate: %d/%d, out of window: %d/%d\n",
			out.lost, in.lost, out.late, in.late, out.duplicates, in.duplicates, out.replays, in.replays)
	}
	b = fmt.Appendf(b, "    #pkts decrypted here (out/in): %d/%d, ICV wrong: %d/%d, not decrypted: %d/%d\n",
		out.decrypted, in.decrypted, out.failed, in.failed, out.notDecrypted, in.notDecrypted)
	return appendReasons(b, t)
}

// notKnown is why it is not known what an SA lost.
const notKnown = "not known:\n        packets of other addresses may share the sequence numbers\n"

// appendReasons says why packets were not decrypted, once for each reason.
func appendReasons(b []byte, t *tunnel.Tunnel) []byte {
	seen := map[string]bool{}
	for s := range t.SAs() {
		if why := reason(s); why != "" && !seen[why] {
			seen[why] = true
			b = ios.AppendLine(b, "    not decrypted: ", why)
		}
	}
	return b
}

// appendSADetail appends counters that IOS does not have.
func appendSADetail(b []byte, s *tunnel.SA) []byte {
	q := &s.Sequence
	if s.Shared {
		b = append(append(b, "        lost, late, duplicate, out of window: "...), notKnown...)
	} else {
		b = fmt.Appendf(b, "        lost: %d, late: %d, duplicate: %d, out of window (1024/64): %d/%d, wraps: %d\n",
			q.Lost, q.Late, q.Duplicates, q.Replays, q.Replays64, q.Wraps)
	}
	b = fmt.Appendf(b, "        first: %s, last: %s, longest pause: %s\n", ios.Clock(s.First), ios.Clock(s.Last), s.Idle.Round(time.Millisecond))
	b = fmt.Appendf(b, "        rate: %.1f kbit/s, longest packet: %d bytes\n", s.Rate()/1000, s.Longest)
	b = fmt.Appendf(b, "        decrypted: %d, ICV wrong: %d, not decrypted: %d\n", s.Decrypted, s.AuthFailed, s.NotDecrypted)
	if c := s.Child; c != nil {
		b = fmt.Appendf(b, "        created by IKE SA %x, message ID 0x%08x\n", c.Parent.SPIs[ike.Initiator], c.MessageID)
	}
	if s.Next != nil {
		b = fmt.Appendf(b, "        replaced by: %s\n", ios.SPI(s.Next.SPI))
	}
	if d := s.Deleted(); !d.IsZero() {
		b = fmt.Appendf(b, "        deleted: %s\n", ios.Clock(d))
	}
	if s.AfterDelete() {
		b = append(b, "        packets came after it was deleted\n"...)
	}
	if s.Elsewhere > 0 {
		b = fmt.Appendf(b, "        seen on other interfaces as well: %d packets\n", s.Elsewhere)
	}
	return b
}
