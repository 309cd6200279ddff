package session

import (
	"fmt"
	"sync"

	"github.com/pktscope/pktscope/internal/capture"
)

// notices are what is told of a capture while it goes on.
type notices struct {
	env  *Env
	mu   sync.Mutex // over what follows
	held bool       // the terminal shows something else
	late []string
}

// tell writes a notice. Any goroutine may call it.
func (n *notices) tell(c capture.Notice) {
	n.mu.Lock()
	defer n.mu.Unlock()
	line := fmt.Sprintf("pktscope: %s: %s\n", c.Interface, c.Text)
	if n.held && len(n.late) < maxLate {
		n.late = append(n.late, line)
		return
	}
	if !n.held {
		fmt.Fprint(n.env.Err, line)
	}
}

// holds reports whether notices are held back.
func (n *notices) holds() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.held
}

// maxLate bounds the notices that are held.
const maxLate = 1000

// hold keeps notices back, or releases them.
func (n *notices) hold(held bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.held = held
	if !held {
		for _, line := range n.late {
			fmt.Fprint(n.env.Err, line)
		}
		n.late = nil
	}
}
