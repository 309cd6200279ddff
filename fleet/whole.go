package fleet

import (
	"bytes"
	"cmp"
	"context"
	"encoding/gob"
	"errors"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/report/diagnosis"
	"github.com/pktscope/pktscope/internal/report/tables"
)

// A Whole asks the rules of findings that compare the tunnels of all shards, or what is beside them.
type Whole struct {
	Output   string
	Captures []string // their names, by Order
}

// A summary is what a shard tells of its part: the frames in it are those of captures, as in places.
type summary struct {
	Shard string
	Part  *diagnose.Part
}

// ProcessElement implements beam's DoFn. pairs are those of all captures, parts those of all shards.
func (d *Whole) ProcessElement(ctx context.Context, _ string, pairs func(*[]byte) bool, span Span, parts func(*[]byte) bool) error {
	at := newPlaces(d.Captures, span.Frames)
	s := &diagnose.Sources{Beside: span.Beside}
	s.Frames.Of = at.of
	var err error
	if s.Pairs, err = sumPairs(ctx, pairs, at); err != nil {
		return err
	}
	if s.Parts, err = readParts(parts, at); err != nil {
		return err
	}
	answer, err := diagnosis.Report(diagnosis.Options{}).Ask(&report.Query{Format: report.ForTables, Sources: s})
	if err != nil {
		return err
	}
	keep(s, neighbors)
	s.CDP = nil
	rows := tables.Source{Tables: func(string) []render.Report { return answer.Tables(span.End.time()) }, Place: at.of}
	return write(&writer{ctx, d.Output, "whole"}, rows.Findings())
}

// readParts reads the parts of all shards, in the order of their names, and numbers their frames.
func readParts(parts func(*[]byte) bool, at *places) (list []*diagnose.Part, err error) {
	var all []summary
	var text []byte
	for parts(&text) {
		var x summary
		if err := gob.NewDecoder(bytes.NewReader(text)).Decode(&x); err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b summary) int { return cmp.Compare(a.Shard, b.Shard) })
	// An engine may have sent a part twice.
	all = slices.CompactFunc(all, func(a, b summary) bool { return a.Shard == b.Shard })
	known := map[uint64]uint64{} // a frame that is told of twice has one number
	for _, x := range all {
		for frame := range x.Part.Frames() {
			if known[*frame] == 0 {
				known[*frame] = at.put(*frame)
			}
			*frame = known[*frame]
		}
		list = append(list, x.Part)
	}
	return list, nil
}

// part is what the answers of a shard tell of its part; nil: nothing.
func (v *answers) part(shard string, at time.Time) ([]byte, error) {
	if v.family == translations {
		v.sources.Findings(at, diagnose.Options{Part: true})
	}
	p := v.sources.Part()
	if p == nil || v.family != tunnels && v.family != translations {
		return nil, nil
	}
	for frame := range p.Frames() {
		if *frame > uint64(len(v.places.frames)) {
			return nil, errors.New("a finding is about no frame of its shard")
		}
		*frame = v.places.frames[*frame-1]
	}
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(summary{shard, p})
	return b.Bytes(), err
}
