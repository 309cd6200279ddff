package session

import (
	"bytes"
	"errors"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
)

// Keys of ESP that are derived are there before the packets that need them: by a
// pass over captures that can be read twice, by a look ahead otherwise.
func TestKeyPass(t *testing.T) {
	name := filepath.Join(pcaps, "01-ikev1-main-seed")
	ike := []string{name + ".keys.json"}
	for _, c := range []struct {
		what string
		o    Options
		want keyPass
	}{
		{"no keys", Options{Files: []string{name + ".pcap"}}, noPass},
		{"a file", Options{Files: []string{name + ".pcap"}, KeyFiles: ike}, readTwice},
		{"standard input", Options{Files: []string{"-"}, KeyFiles: ike}, lookAhead},
		{"a file and standard input", Options{Files: []string{name + ".pcap", "-"}, KeyFiles: ike}, lookAhead},
		{"an interface", Options{Live: Live{Interfaces: []string{"lo"}}, KeyFiles: ike}, lookAhead},
		{"ESP that encrypts nothing in a file", Options{Files: []string{name + ".pcap"}, NullESP: true}, readTwice},
		{"ESP that encrypts nothing on an interface", Options{Live: Live{Interfaces: []string{"lo"}}, NullESP: true}, noPass},
	} {
		p, err := Prepare(&Env{Err: t.Output()}, c.o)
		if err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		if p.keyPass != c.want {
			t.Errorf("%s: pass %d, want %d", c.what, p.keyPass, c.want)
		}
	}
}

// Wrong usage is told apart from inputs that cannot be used.
func TestPrepareErrors(t *testing.T) {
	e := &Env{Err: t.Output()}
	if _, err := Prepare(e, Options{DecodeAs: []string{"udp.port==1,nothing"}}); !errors.As(err, new(*OptionError)) {
		t.Errorf("-d: %v", err)
	}
	if _, err := Prepare(e, Options{DisplayFilter: "no.such.field"}); !errors.As(err, new(*filter.Error)) || errors.As(err, new(*OptionError)) {
		t.Errorf("-Y: %v", err)
	}
	if _, err := Prepare(e, Options{KeyFiles: []string{"no such file"}}); err == nil || errors.As(err, new(*OptionError)) {
		t.Errorf("--keys: %v", err)
	}
}

// A session reads a capture within another process, as its options say and
// without writing to them.
func TestSession(t *testing.T) {
	name := filepath.Join(pcaps, "01-ikev1-main-seed")
	o := Options{Files: []string{name + ".pcap"}, KeyFiles: []string{name + ".keys.json"}, Count: 60, DecodeAs: []string{"udp.port==10000,isakmp"}}
	given := o
	var errs bytes.Buffer
	e := &Env{Err: &errs}
	plan, err := Prepare(e, o)
	if err != nil {
		t.Fatal(err)
	}
	s, err := plan.Start(e)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	sas := esp.New(0)
	c := s.Config()
	c.Watchers = []track.Watcher{sas}
	result := s.Run(c)
	if status := s.End(result); status != ExitOK || errs.Len() > 0 {
		t.Errorf("status %d, %q", status, errs.String())
	}
	if result.Packets != o.Count {
		t.Errorf("%d packets, want %d", result.Packets, o.Count)
	}
	decrypted := uint64(0)
	for sa := range sas.SAs() {
		decrypted += sa.Decrypted
	}
	if decrypted == 0 {
		t.Error("no ESP packet was decrypted")
	}
	if !reflect.DeepEqual(plan.Options, given) {
		t.Errorf("the options are now %+v", plan.Options)
	}
}

// The status of a run is that of what went wrong in it.
func TestOutcome(t *testing.T) {
	e := &Env{Err: new(bytes.Buffer)}
	wrong := errors.New("wrong")
	for _, c := range []struct {
		interrupted bool
		result      pipeline.Result
		want        int
	}{
		{false, pipeline.Result{}, ExitOK},
		{true, pipeline.Result{}, ExitInterrupted},
		{true, pipeline.Result{Read: []error{wrong}}, ExitInput},
		{false, pipeline.Result{Write: wrong}, ExitInput},
	} {
		if got := e.Outcome(c.interrupted, c.result); got != c.want {
			t.Errorf("%+v: %d, want %d", c, got, c.want)
		}
	}
}
