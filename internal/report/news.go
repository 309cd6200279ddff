package report

import (
	"io"
	"time"

	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/session"
)

// newsShare bounds the part of the time for which packets wait while it is found out
// what is new: one in so many.
const newsShare = 10

// runNews runs a session on interfaces and writes what is new every second, as packets
// arrive and as time passes without them.
func runNews(s *session.Session, a *Answer, c pipeline.Config, w io.Writer) pipeline.Result {
	var g guard
	g.all(&c)
	ended, gone := make(chan struct{}), make(chan error)
	go func() {
		err := g.tell(w, a, ended)
		if err != nil {
			s.Stop() // nobody reads what is new
		}
		gone <- err
	}()
	result := s.Run(c)
	close(ended)
	if err := <-gone; result.Write == nil {
		result.Write = err
	}
	return result
}

// tell writes what is new until the run has ended, and once more then.
func (g *guard) tell(w io.Writer, a *Answer, ended <-chan struct{}) error {
	pause := tickEvery
	for {
		last := false
		select {
		case <-ended:
			last = true
		case <-time.After(pause):
		}
		g.Lock()
		began := time.Now()
		b := a.News(nil, began)
		pause = max(tickEvery, newsShare*time.Since(began))
		g.Unlock()
		if len(b) > 0 {
			if _, err := w.Write(b); err != nil {
				return err
			}
		}
		if last {
			return nil
		}
	}
}
