package capture

import (
	"fmt"
	"io"
	"os"
	"sync"
)

// unlinkedMemory bounds an Unlinked in memory.
const unlinkedMemory = 64 << 20

// An Unlinked is a temporary file that has no name any more, or memory in its place where
// none can be made: what is written may be read, at any place and by any goroutine.
type Unlinked struct {
	file *os.File // nil: memory

	mu     sync.Mutex // over what follows
	memory []byte
	size   int64
	whole  bool  // nothing more will be written
	err    error // why not
	grown  sync.Cond
}

// NewUnlinked makes an Unlinked. The file is opened here.
func NewUnlinked() *Unlinked {
	u := &Unlinked{}
	u.grown.L = &u.mu
	f, err := os.CreateTemp("", "pktscope-")
	if err != nil {
		return u
	}
	if err := os.Remove(f.Name()); err != nil {
		_ = f.Close()
		return u
	}
	u.file = f
	return u
}

// Write appends b.
func (u *Unlinked) Write(b []byte) (int, error) {
	_, err := u.Append(b)
	if err != nil {
		return 0, err
	}
	return len(b), nil
}

// Append appends b and returns its place.
func (u *Unlinked) Append(b []byte) (at int64, err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	at = u.size
	switch {
	case u.file != nil:
		_, err = u.file.WriteAt(b, at)
	case len(u.memory)+len(b) > unlinkedMemory:
		err = fmt.Errorf("no temporary file could be made, and more than %d MiB would have to be kept in memory", unlinkedMemory>>20)
	default:
		u.memory = append(u.memory, b...)
	}
	if err == nil {
		u.size += int64(len(b))
		u.grown.Broadcast()
	}
	return at, err
}

// ReadAt implements io.ReaderAt for what has been written.
func (u *Unlinked) ReadAt(b []byte, at int64) (int, error) {
	if u.file != nil {
		return u.file.ReadAt(b, at)
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if at >= int64(len(u.memory)) {
		return 0, io.EOF
	}
	n := copy(b, u.memory[at:])
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

// End says that nothing more will be written, because of err or, nil, as all is there.
func (u *Unlinked) End(err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.whole, u.err = true, err
	u.grown.Broadcast()
}

// Close lets go of the file.
func (u *Unlinked) Close() error {
	u.End(os.ErrClosed)
	if u.file == nil {
		return nil
	}
	return u.file.Close()
}

// A follower reads an Unlinked from its beginning, and waits for what is to be written. It
// is an opened.
type follower struct {
	*Unlinked
	at int64
}

// Read implements io.Reader.
func (f *follower) Read(b []byte) (int, error) {
	f.mu.Lock()
	for f.at >= f.size && !f.whole {
		f.grown.Wait()
	}
	have, err := f.size-f.at, f.err
	f.mu.Unlock()
	if have == 0 && err == nil {
		err = io.EOF
	}
	if have == 0 {
		return 0, err
	}
	n, err := f.ReadAt(b[:min(int64(len(b)), have)], f.at)
	f.at += int64(n)
	return n, err
}

// Size implements opened: it is not known before all is written.
func (f *follower) Size() int64 { return -1 }

// Close implements opened. Others may read on.
func (f *follower) Close() error { return nil }

// pending reports whether there is something to read.
func (f *follower) pending() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.at < f.size || f.whole
}
