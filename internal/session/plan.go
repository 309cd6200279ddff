package session

import (
	"fmt"
	"os"
	"slices"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/aggfrag"
	"github.com/pktscope/pktscope/internal/track/arp"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/flow"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/gryphon"
	"github.com/pktscope/pktscope/internal/track/http"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/ikefrag"
	"github.com/pktscope/pktscope/internal/track/ipcomp"
	"github.com/pktscope/pktscope/internal/track/stream"
	"github.com/pktscope/pktscope/internal/track/tls"
	"github.com/pktscope/pktscope/internal/track/vj"
)

// A Plan is what follows from Options before a capture is opened. It does
// not change; what its trackers and stores hold does.
type Plan struct {
	Options  Options
	Registry *dissect.Registry
	Fields   render.Fields  // of Registry, and the columns as they are printed
	Filter   *filter.Filter // the display filter; nil: every packet is displayed
	Keys     *keys.Ring     // nil without keys
	Damaged  bool           // not all lines of the key files could be used
	ESP      *esp.Store     // the keys of ESP, derived ones as well; nil without keys
	IKE      *ike.Tracker
	// Fragments reassembles the packets of the run; it knows what was lost.
	Fragments *frag.Tracker

	tcpPorts stream.Ports // of TCP, for IKE and ESP or not
	keyPass  keyPass
	limits   ike.Limits
}

// A keyPass is how derived ESP keys are made available before the packets that need
// them: packets of an SA may come before the IKE message with its SPI.
type keyPass int

const (
	noPass    keyPass = iota // none are derived before
	readTwice                // the captures are read for keys before all else
	lookAhead                // packets without a key are held back for a while
)

// passiveIKE is the memory for IKE SAs followed only to learn their peers' ports, in
// bytes.
const passiveIKE = 4 << 20

// Prepare makes the plan; it reads the key files. Options that cannot be followed
// are an *OptionError.
func Prepare(e *Env, o Options) (*Plan, error) {
	e.tune()
	if slices.Contains(o.Files, stdinName) && Terminal(e.In) != nil {
		fmt.Fprintln(e.Err, "pktscope: waiting for a capture on standard input, which is this\nterminal; Ctrl-C ends it")
	}
	registry, ports, err := protocols(&o)
	if err != nil {
		return nil, &OptionError{err}
	}
	fields := render.Fields{Registry: registry, Names: o.Names, Time: o.Time}
	display, err := filter.Compile(o.DisplayFilter, fields)
	if err != nil {
		return nil, hintCapture(err, o.DisplayFilter)
	}
	e.Warn(display.Warnings()...)
	ring, damaged, err := loadKeys(e, &o)
	if err != nil {
		return nil, err
	}
	p := &Plan{Options: o, Registry: registry, Fields: fields, Filter: display, Keys: ring, Damaged: damaged, tcpPorts: ports}
	limits := ike.Limits{}
	if ring != nil {
		p.ESP = esp.NewStore(ring)
		p.keyPass = passFor(&o, ring)
	} else if !o.FollowIKE {
		limits.Bytes = passiveIKE
	}
	p.limits = limits
	p.begin()
	return p, nil
}

// begin makes the plan's trackers.
func (p *Plan) begin() {
	p.Fragments, p.IKE = frag.New(frag.DefaultLimits), ike.New(p.Keys, p.limits)
	if p.keyPass != noPass {
		p.IKE.Derived = func(*keys.ESP) {} // the pass before stores them; children say whether they were derived
	}
}

// again is the plan of another run through the same captures, with the same keys.
func (p *Plan) again() *Plan {
	other := *p
	other.begin()
	return &other
}

// passFor chooses the pass for keys.
func passFor(o *Options, ring *keys.Ring) keyPass {
	derives := len(ring.IKEs()) > 0
	switch {
	case (derives || o.NullESP) && len(o.Live.Interfaces) == 0 && Seekable(o.Files):
		return readTwice
	case derives:
		return lookAhead
	}
	return noPass
}

// An OptionError is an option that cannot be followed.
type OptionError struct{ Err error }

func (e *OptionError) Error() string { return e.Err.Error() }
func (e *OptionError) Unwrap() error { return e.Err }

// Seekable reports whether all captures can be read twice.
func Seekable(files []string) bool {
	return len(files) > 0 && !slices.ContainsFunc(files, func(name string) bool {
		st, err := os.Stat(name)
		return err != nil || !st.Mode().IsRegular()
	})
}

// reassembly are the trackers that reassemble what carries IKE and ESP, behind one of
// fragments.
func (p *Plan) reassembly(fragments *frag.Tracker) []track.Tracker {
	return []track.Tracker{vj.New(), fragments, stream.New(p.tcpPorts), ikefrag.New()}
}

// Track adds the plan's trackers to c: of IKE and ESP, the reassembly that every row
// needs, and more behind them. With keys they observe decrypted packets as well.
func (p *Plan) Track(c *pipeline.Config, more ...track.Tracker) {
	c.Trackers = append(p.reassembly(p.Fragments), p.IKE)
	if p.Options.NullESP && p.keyPass != readTwice { // packets that come before an SA is known to encrypt nothing are not decrypted
		c.Trackers = append(c.Trackers, esp.NewNulls(p.ESP))
	}
	within := append([]track.Tracker{flow.New(), arp.New(), http.New(), tls.New(), gryphon.New()}, more...)
	if p.ESP == nil {
		c.Trackers = append(append(c.Trackers, ipcomp.New()), within...)
		return
	}
	for i, t := range c.Trackers {
		c.Trackers[i] = esp.Outside(t)
	}
	c.Decrypter = p.ESP
	c.DecryptedTrackers = append([]track.Tracker{aggfrag.New(), ipcomp.New(), esp.Inside(frag.New(frag.DefaultLimits))}, within...)
}
