package report

import (
	"io"
	"time"

	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/session"
)

// runNews runs a session on interfaces and writes what is new every second, as packets
// arrive and as time passes without them.
func runNews(s *session.Session, a *Answer, c pipeline.Config, w io.Writer) pipeline.Result {
	var g guard
	g.all(&c)
	ended, gone := make(chan struct{}), make(chan error, 1)
	go func() {
		tick := time.NewTicker(tickEvery)
		defer tick.Stop()
		for {
			select {
			case <-ended:
				gone <- g.write(w, a)
				return
			case <-tick.C:
				if err := g.write(w, a); err != nil {
					s.Stop()
					<-ended
					gone <- err
					return
				}
			}
		}
	}()
	result := s.Run(c)
	close(ended)
	if err := <-gone; result.Write == nil {
		result.Write = err
	}
	return result
}

// write writes what is new.
func (g *guard) write(w io.Writer, a *Answer) error {
	g.Lock()
	b := a.News(nil, time.Now())
	g.Unlock()
	if len(b) == 0 {
		return nil
	}
	_, err := w.Write(b)
	return err
}
