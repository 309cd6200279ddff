package fleet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"github.com/pktscope/pktscope/internal/keys/forms"
	"github.com/pktscope/pktscope/internal/session"
)

// A KeyFile is the path of a file with keys of ESP or IKE; "" where there are none. Each worker reads
// it itself, and derives those of ESP by itself: keys are in no message and no storage of the engine.
type KeyFile string

// check returns an error for a file that cannot be used.
func (k KeyFile) check(ctx context.Context) error {
	if k == "" {
		return nil
	}
	text, err := k.read(ctx)
	if err != nil {
		return err
	}
	set, err := forms.Parse(string(k), bytes.NewReader(text))
	switch {
	case err != nil:
		return err
	case len(set.Problems) > 0:
		return set.Problems[0]
	case set.Empty():
		return fmt.Errorf("%s: it has no keys", k)
	}
	return nil
}

func (k KeyFile) read(ctx context.Context) ([]byte, error) {
	fs, err := filesystem.New(ctx, string(k))
	if err != nil {
		return nil, err
	}
	text, err := filesystem.Read(ctx, fs, string(k))
	return text, errors.Join(err, fs.Close())
}

// plan makes the registry and the trackers of one reading, and derives the keys of ESP that follow
// from exchanges.
func (k KeyFile) plan(ctx context.Context, exchanges func(*[]byte) bool) (*session.Plan, error) {
	p, err := k.prepare(ctx)
	if err != nil || !p.Derives() {
		return p, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	from := newShard(ctx, exchanges, new(places))
	return p, errors.Join(append(p.Derive(ctx, from).Read, ctx.Err())...)
}

// prepare makes the registry and the trackers.
func (k KeyFile) prepare(ctx context.Context) (*session.Plan, error) {
	o := session.Options{FollowIKE: true}
	if k != "" {
		text, err := k.read(ctx)
		if err != nil {
			return nil, err
		}
		o.KeyTexts = []session.KeyText{{Name: string(k), Text: string(text)}}
	}
	return session.Prepare(&session.Env{Err: io.Discard}, o)
}
