package fleet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
)

// Defaults of Options.
const (
	DefaultShards   = 16
	DefaultBranches = 1
)

// Options are what the command is asked for.
type Options struct {
	Inputs []string // captures and patterns
	Output string   // a folder, which all workers write in
	Keys   KeyFile  // with keys of ESP; "": none
	Shards int      // of each table that joins captures
	NoNAT  bool     // translations are not looked for: no packet is sent for them
	// NoStreams says that packets of TCP, SCTP and ICMP are understood by those of their own
	// capture alone: none is sent for what spans several.
	NoStreams bool
	Branches  int // captures that are read at once on an engine that does not spread them itself
	Threads   int // goroutines that dissect one capture; 0: one for every core
}

// A Job is what is read and what is made of it.
type Job struct {
	Options
	Captures []Capture

	wrap func(fn any) any // of functions of the pipeline, for tests; nil: none is
}

// fn is a function of the pipeline as the job has it.
func (j *Job) fn(fn any) any {
	if j.wrap != nil {
		return j.wrap(fn)
	}
	return fn
}

// manifest is what the tables of a folder are made of. Another job has other shards: its files
// would stand beside those that are there.
const manifest = "_fleet.json"

// Prepare finds the captures, and sees to it that the output is this job's: begun by it and
// perhaps not finished, or empty.
func Prepare(ctx context.Context, o Options) (*Job, error) {
	switch {
	case o.Output == "":
		return nil, errors.New("--output is missing: a folder for the tables")
	case o.Shards < 1 || o.Branches < 1 || o.Threads < 0:
		return nil, errors.New("--shards and --branches are 1 at least, --threads is not less than 0")
	}
	o.Output = strings.TrimRight(o.Output, "/")
	all, err := Captures(ctx, o.Inputs)
	if err != nil {
		return nil, err
	}
	if err := o.Keys.check(ctx); err != nil {
		return nil, err
	}
	j := &Job{Options: o, Captures: all}
	return j, j.claim(ctx)
}

// claim writes the manifest, or compares it with the one that is there.
func (j *Job) claim(ctx context.Context) error {
	made := struct {
		Captures []string `json:"captures"`
		Shards   int      `json:"shards"`
		Keys     KeyFile  `json:"keys,omitempty"`
		NoNAT    bool     `json:"no_nat,omitempty"`
		NoStream bool     `json:"no_streams,omitempty"`
	}{names(j.Captures), j.Shards, j.Keys, j.NoNAT, j.NoStreams}
	text, err := json.MarshalIndent(made, "", " ")
	if err != nil {
		return err
	}
	fs, err := filesystem.New(ctx, j.Output)
	if err != nil {
		return err
	}
	defer fs.Close()
	at := j.Output + "/" + manifest
	switch there, err := fs.List(ctx, j.Output+"/*"); {
	case err != nil:
		return err
	case len(there) == 0 || len(there) == 1 && strings.HasSuffix(there[0], "/"+aside):
		f, err := create(ctx, j.Output, manifest)
		if err != nil {
			return err
		}
		if _, err := f.Write(text); err != nil {
			f.discard(ctx)
			return err
		}
		return f.finish(ctx)
	}
	before, err := filesystem.Read(ctx, fs, at)
	if err != nil {
		return fmt.Errorf("%s: it is not empty, and no job has begun it", j.Output)
	}
	if !bytes.Equal(before, text) {
		return fmt.Errorf("%s: it has the tables of other captures, shards or keys", j.Output)
	}
	return nil
}

// names are those of captures.
func names(all []Capture) []string {
	list := make([]string, len(all))
	for i, c := range all {
		list[i] = c.Name
	}
	return list
}

// Finish removes what attempts that came to nothing have left aside.
func (j *Job) Finish(ctx context.Context) error {
	fs, err := filesystem.New(ctx, j.Output)
	if err != nil {
		return err
	}
	defer fs.Close()
	left, err := fs.List(ctx, j.Output+"/"+aside+"/*")
	r, ok := fs.(filesystem.Remover)
	if err != nil || !ok {
		return err
	}
	for _, name := range left {
		err = errors.Join(err, r.Remove(ctx, name))
	}
	return err
}
