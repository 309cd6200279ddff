package cli

import (
	"os"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/flow"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/gryphon"
	"github.com/pktscope/pktscope/internal/track/http"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/ikefrag"
	"github.com/pktscope/pktscope/internal/track/stream"
)

// secrets are the keys that the user gave, and what opens packets with them.
type secrets struct {
	files   []string
	damaged bool         // not all lines of the files could be used
	ring    *keys.Ring   // what is known so far, nil without keys
	sas     *ike.Tracker // nil where nobody follows IKE
	store   *esp.Store   // nil without keys
	ports   []uint16     // of TCP, on which IKE and ESP are found
	numbers bool         // someone may ask what ESP's sequence numbers tell
	nulls   bool         // SAs that encrypt nothing are looked for
	first   captures     // to be read for the keys of ESP alone, before all else
	trial   bool         // captures are read to see which keys open what
	second  captures     // for that
	derived bool         // derive was called
}

// load reads the key files, and the secrets that captures bring along. It has
// to be called while files can still be opened.
func (s *secrets) load(e *env, captures []string) error {
	var sets []*keys.Set
	for _, name := range s.files {
		set, err := s.readKeys(e, name)
		if err != nil {
			return err
		}
		sets = append(sets, set)
	}
	for _, name := range captures {
		if set := embeddedKeys(name); !set.Empty() || len(set.Problems) > 0 {
			s.tell(e, set)
			sets = append(sets, set)
		}
	}
	if len(sets) > 0 || s.nulls || len(captures) > 0 && !seekable(captures) { // whose secrets are still to come
		s.use(sets...)
	}
	return nil
}

// use opens packets with what is in sets.
func (s *secrets) use(sets ...*keys.Set) {
	s.ring = keys.NewRing(sets...)
	s.store = esp.NewStore(s.ring)
}

// follow returns the tracker of IKE SAs, which packets are shown to from now on.
func (s *secrets) follow() *ike.Tracker {
	if s.sas == nil {
		s.sas = ike.New(s.ring, ike.Limits{})
	}
	return s.sas
}

// derives reports whether keys of ESP may come out of those of IKE, so that a
// capture is read for them first: the packets of an SA may come before the
// message that names its SPI.
func (s *secrets) derives() bool { return s.ring != nil && len(s.ring.IKEs()) > 0 }

// seekable reports whether all captures can be read twice.
func seekable(files []string) bool {
	return len(files) > 0 && !slices.ContainsFunc(files, func(name string) bool {
		st, err := os.Stat(name)
		return err != nil || !st.Mode().IsRegular()
	})
}

// rehearse opens the captures to be read for keys, if that helps.
func (r *reading) rehearse() (err error) {
	if s := &r.secrets; (s.derives() || s.nulls) && len(r.live.ifaces) == 0 && seekable(r.files) {
		s.first, err = r.openFiles()
	}
	if err == nil && r.secrets.trial {
		r.secrets.second, err = r.openFiles()
	}
	return err
}

// derive sees to it, once, that the keys of ESP are there when packets need them:
// it reads the captures that rehearse has opened, or looks ahead.
func (j *job) derive(registry *dissect.Registry) {
	s := &j.secrets
	if s.ring == nil || s.derived {
		return
	}
	s.derived = true
	if j.in.live == nil {
		j.in.source = &bringer{Source: j.in.source, metas: j.in.metas, secrets: s, seen: map[*capture.Meta]int{}}
	}
	if s.first == nil && !s.derives() {
		return
	}
	s.follow().Derived = func(*keys.ESP) {} // the keys are there, it tells what there are none for
	sas := ike.New(s.ring, ike.Limits{})
	trackers := append(s.carriers(), sas)
	if s.nulls {
		trackers = append(trackers, esp.NewNulls(s.store))
	}
	if s.first == nil {
		j.backlog = newBacklog(j.in.source, s.store, registry, trackers)
		if slices.Contains(j.files, "-") {
			j.backlog.idle = func(d time.Duration) bool { return j.backlog.Buffered() || stdinReadable(d) }
		}
		j.in.source, sas.Derived = j.backlog, j.backlog.derived
		return
	}
	sas.Derived = s.store.Add
	pipeline.Run(j.interrupted, pipeline.Config{
		Source: s.first, Registry: registry, Trackers: trackers, Count: j.limit(),
	}) // what is wrong with the captures is told when they are read again
	_ = s.first.Close()
}

// followed bounds what is kept of IKE where nobody asks for it.
const followed = 4 << 20

// carriers put together what IKE and ESP come in pieces of.
func (s *secrets) carriers() []track.Tracker {
	return []track.Tracker{frag.New(frag.DefaultLimits), stream.New(s.ports...), ikefrag.New()}
}

// stages fills in who learns from packets, and in which order: those that rows
// need, those of IKE and ESP where there are keys, and more.
func (s *secrets) stages(c *pipeline.Config, more ...track.Tracker) {
	sas := s.sas
	if sas == nil && s.ring == nil {
		sas = ike.New(nil, ike.Limits{Bytes: followed}) // tells which ports IKE has moved to
	} else {
		sas = s.follow()
	}
	c.Trackers = append(s.carriers(), sas)
	if s.nulls && s.first == nil { // those that come before there is no doubt stay shut
		c.Trackers = append(c.Trackers, esp.NewNulls(s.store))
	}
	within := []track.Tracker{flow.New(), http.New(), gryphon.New()}
	if s.numbers {
		within = append(within, esp.NewNumbers())
	}
	within = append(within, more...)
	if s.store == nil {
		c.Trackers = append(c.Trackers, within...)
		return
	}
	for i, t := range c.Trackers {
		c.Trackers[i] = esp.Outside(t)
	}
	c.Opener = s.store
	c.DecryptedTrackers = append([]track.Tracker{esp.Inside(frag.New(frag.DefaultLimits))}, within...)
}
