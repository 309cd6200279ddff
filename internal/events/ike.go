package events

import (
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/render"
	ikereport "github.com/pktscope/pktscope/internal/report/ike"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// associations tell what becomes of IKE SAs.
type associations struct{ *Stream }

func newAssociations(s *Stream) kind {
	a := associations{s}
	s.IKE.Turned = a.turn
	return a
}

func (associations) observe(*dissect.Packet) {}
func (associations) pass(time.Time)          {}
func (associations) end(time.Time)           {}

// identity are the keys by which an IKE SA is known.
var identity = []string{"src", "src_port", "dst", "dst_port", "version", "initiator_spi", "responder_spi", "initiator_id", "responder_id", "first_seen"}

// turns are the events of an IKE SA, with the keys that they have beside its identity.
var turns = [...]struct {
	event string
	keys  []string
}{
	ike.Established: {"ike.up", []string{"state", "exchange", "policy", "nat", "auth_local", "auth_remote", "replaces", "late"}},
	ike.Rekeyed:     {"ike.rekeyed", []string{"replaced_by", "ready", "duration"}},
	ike.Ended:       {"ike.deleted", []string{"replaced_by", "ready", "duration", "messages"}},
}

// turn tells what became of an SA, by the packet that the trackers are at.
func (a associations) turn(s *ike.SA, what ike.Turn) {
	o := append(ikereport.Members(s, a.now, identity...), ikereport.Members(s, a.now, turns[what].keys...)...)
	if what == ike.Rekeyed { // in IKEv1 a new phase 1 may as well follow upon a loss, which the deletion would say
		o = append(o, render.Member{Key: "guessed", Value: s.Version == 1 && s.Decrypted == 0})
	}
	a.tellPacket(turns[what].event, o)
}
