// Package export saves what packets carry in files: the bodies of HTTP's messages.
package export

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/http"
)

// HTTP saves the bodies of HTTP in a folder, without their codings. It is a
// track.Watcher.
type HTTP struct {
	root *os.Root
	dir  string
	used map[string]int // files by their names without a number
	left uint64         // bodies that were too large to be kept
	err  error          // the first
}

// maxNumber bounds the files of one name, as in tshark.
const maxNumber = 1000

// maxNames bounds the names that are remembered; files of others are found by trying.
const maxNames = 1 << 16

// NewHTTP opens the folder dir, which it makes if there is none.
func NewHTTP(dir string) (*HTTP, error) {
	if err := os.Mkdir(dir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &HTTP{root: root, dir: dir, used: map[string]int{}}, nil
}

// Protos are those whose fields the bodies come from: trackers keep bodies for them.
func (*HTTP) Protos() []*field.Proto { return []*field.Proto{http.Proto} }

// Err is the first error of writing, or what was left out.
func (x *HTTP) Err() error {
	if x.err == nil && x.left > 0 {
		return fmt.Errorf("--export-objects: %d bodies are left out: they are too large", x.left)
	}
	return x.err
}

// Watch implements track.Watcher.
func (x *HTTP) Watch(p *dissect.Packet) {
	for i := range p.Layers {
		h, ok := p.Layers[i].Message.(*http.Packet)
		if !ok || p.Layers[i].Quoted {
			continue
		}
		for o := range h.Objects() {
			if o.Left > 0 {
				x.left++
			} else if x.err == nil {
				x.err = x.save(fileName(string(o.URI), string(o.Type), p.Number), o.Content)
			}
		}
	}
}

// save writes a file of that name, or of the next number that no file has.
func (x *HTTP) save(name string, content []byte) error {
	for n := x.used[name]; n < maxNumber; n++ {
		f, err := x.root.OpenFile(numbered(name, n), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return err
		}
		if len(x.used) < maxNames {
			x.used[name] = n + 1
		}
		_, err = f.Write(content)
		return errors.Join(err, f.Close())
	}
	return fmt.Errorf("%s: there are %d files named %s", x.dir, maxNumber, name)
}
