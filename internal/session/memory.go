package session

import (
	"runtime"
	"runtime/debug"
	"sync"
)

// gcPercent trades a little time for memory: the tables of trackers live long, and
// little else is ever allocated.
const gcPercent = 50

// youngPercent holds until the first collection, which Go begins at so many percent of
// 4 MiB: a short run ends before it.
const youngPercent = 200

// A memory is how the garbage of the process is collected.
type memory struct {
	mu      sync.Mutex
	percent int  // after the first collection
	grown   bool // which was
}

// tune tunes the memory of the process, before keys are read: there may be many.
func (e *Env) tune() {
	if !e.OwnProcess {
		return
	}
	e.memory = &memory{percent: gcPercent}
	debug.SetGCPercent(youngPercent)
	runtime.AddCleanup(new(memory), (*memory).grow, e.memory)
}

// Answering tunes the memory of the process once all is read, and an answer is made beside
// the tables that it is made of: garbage may take so much of them.
func (e *Env) Answering(percent int) {
	if e.memory == nil {
		return
	}
	e.memory.mu.Lock()
	defer e.memory.mu.Unlock()
	if e.memory.percent = percent; e.memory.grown {
		debug.SetGCPercent(percent)
	}
}

// Bound has garbage collected more often where the memory of the process comes near so
// many bytes.
func (e *Env) Bound(bytes int64) {
	if e.OwnProcess {
		debug.SetMemoryLimit(bytes)
	}
}

// grow is called when the process has outgrown its first memory.
func (m *memory) grow() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.grown = true
	debug.SetGCPercent(m.percent)
}
