package pipeline

import (
	"slices"
	"sync"

	"github.com/pktscope/pktscope/dissect"
)

// A stage is what every batch goes through between reading and its end.
type stage struct {
	name    string
	run     func(*dissect.Engine, *batch)
	ordered bool // one batch at a time, in the order of the capture
	idle    bool // the run does without it
}

// A schedule tells workers which batch to take to which stage. Where the turn of a batch
// has not come, it is left to wait and its worker goes on with another: a worker sleeps
// only where there is nothing at all to do, because it wakes late.
type schedule struct {
	mu     sync.Mutex
	wake   sync.Cond
	asleep int // workers that wait for wake
	queues []queue

	reading bool // a worker reads
	ended   bool // nothing is left to be read
	unmade  int  // batches that may still be made
	free    []*batch
	busy    int    // batches that are being read, wait or are at a stage
	passed  uint64 // batches that have been through all stages
}

// A queue holds the batches before a stage.
type queue struct {
	stage
	waiting []*batch
	next    uint64 // the batch whose turn it is
	taken   bool   // the stage is ordered and has a batch
}

// perWorker is how many batches there are for each worker: one in hand, one that waits
// for its turn.
const perWorker = 2

func newSchedule(stages []stage, workers int) *schedule {
	s := &schedule{unmade: perWorker * workers}
	s.wake.L = &s.mu
	for _, x := range stages {
		s.queues = append(s.queues, queue{stage: x})
	}
	return s
}

// A job is a batch at a stage.
type job struct {
	batch *batch // nil: one has to be made
	stage int    // atRead: to be read
}

const atRead = -1

// take waits for a job; ok is false where there will be none.
func (s *schedule) take() (j job, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		if j, ok = s.choose(); ok {
			s.start(j)
			s.share()
			return j, true
		}
		if s.ended && s.busy == 0 {
			return job{}, false
		}
		s.asleep++
		s.wake.Wait()
		s.asleep--
	}
}

// share wakes a worker if there is something to do for it.
func (s *schedule) share() {
	if s.asleep > 0 {
		if _, ok := s.choose(); ok {
			s.wake.Signal()
		}
	}
}

// choose finds the job that is nearest to the output.
func (s *schedule) choose() (j job, ok bool) {
	for i := len(s.queues) - 1; i >= 0; i-- {
		if b := s.queues[i].first(); b != nil {
			return job{b, i}, true
		}
	}
	switch n := len(s.free); {
	case s.reading || s.ended:
		return job{}, false
	case n > 0:
		return job{s.free[n-1], atRead}, true
	}
	return job{nil, atRead}, s.unmade > 0
}

// first returns the oldest batch that may go through the stage now, nil without one.
func (q *queue) first() (first *batch) {
	if q.taken {
		return nil
	}
	for _, b := range q.waiting {
		if q.ordered && b.number == q.next || !q.ordered && (first == nil || b.number < first.number) {
			first = b
		}
	}
	return first
}

// start takes j out of what waits.
func (s *schedule) start(j job) {
	if j.stage != atRead {
		q := &s.queues[j.stage]
		q.waiting = slices.DeleteFunc(q.waiting, func(b *batch) bool { return b == j.batch })
		q.taken = q.ordered
		return
	}
	if j.batch == nil {
		s.unmade--
	} else {
		s.free = s.free[:len(s.free)-1]
	}
	s.reading = true
	s.busy++
}

// read ends the reading of b, which has packets unless there are no more.
func (s *schedule) read(b *batch, more bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reading = false
	if more {
		s.wait(b, 0)
		return
	}
	s.ended = true
	s.leave()
}

// done ends j, which was at a stage.
func (s *schedule) done(j job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := &s.queues[j.stage]
	q.taken = false
	q.next++
	s.wait(j.batch, j.stage+1)
}

// wait has b wait before the i-th stage. Behind the last one it is free.
func (s *schedule) wait(b *batch, i int) {
	if i < len(s.queues) {
		s.queues[i].waiting = append(s.queues[i].waiting, b)
		return
	}
	s.free = append(s.free, b)
	s.passed++
	s.leave()
}

// leave counts a batch out. Behind the last one every worker leaves.
func (s *schedule) leave() {
	if s.busy--; s.ended && s.busy == 0 {
		s.wake.Broadcast()
	}
}

// written returns how many batches have been through all stages.
func (s *schedule) written() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.passed
}
