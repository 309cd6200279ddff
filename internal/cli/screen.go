package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
)

// A screen is --watch: it draws an answer on the terminal's alternate screen,
// every second and as packets arrive, and leaves the terminal as it was.
type screen struct {
	q     *query
	a     *answer
	out   *os.File
	keys  *os.File // what the user types into
	saved *term.State
	once  sync.Once // of leave
	guard guard
	top   int // lines above the first that is shown
}

const (
	drawEvery = 100 * time.Millisecond // at most, as packets arrive
	tickEvery = time.Second            // at least: holdtimes count down
)

// What terminals since the VT100 understand (ECMA-48, xterm's private modes).
const (
	enterScreen = "\x1b[?1049h\x1b[?25l" // the alternate screen, no cursor
	leaveScreen = "\x1b[?25h\x1b[?1049l"
	home        = "\x1b[H"
	restOfLine  = "\x1b[K"
	restBelow   = "\x1b[J"
	reverse     = "\x1b[7m"
	plain       = "\x1b[m"
)

// screen makes the screen that the query wants, nil for none.
func (q *query) screen(e *env, a *answer) (*screen, error) {
	if !q.watch {
		return nil, nil
	}
	s := &screen{q: q, a: a, out: terminal(e.out), keys: terminal(e.in)}
	if s.out == nil {
		return nil, errors.New("--watch wants a terminal to draw on")
	}
	if s.keys == nil { // standard input is the capture
		tty, err := os.OpenFile("/dev/tty", os.O_RDONLY, 0)
		if err != nil {
			return nil, fmt.Errorf("--watch wants a terminal to listen to: %w", err)
		}
		s.keys = tty
	}
	return s, nil
}

// during runs the job while the screen is up. A nil screen just runs it.
func (s *screen) during(j *job, line *timeline, c pipeline.Config) pipeline.Result {
	if s == nil {
		return j.run(c)
	}
	s.guard.all(&c)
	saved, err := term.MakeRaw(int(s.keys.Fd()))
	if err != nil {
		return pipeline.Result{Write: err}
	}
	s.saved = saved
	defer s.leave()
	_, _ = s.out.WriteString(enterScreen)
	ended, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		s.show(j, line, ended)
	}()
	result := j.run(c)
	close(ended)
	<-gone
	return result
}

// leave gives the terminal back. It may be called more than once.
func (s *screen) leave() {
	s.once.Do(func() {
		_, _ = s.out.WriteString(leaveScreen)
		_ = term.Restore(int(s.keys.Fd()), s.saved)
	})
}

// show draws until the job has ended.
func (s *screen) show(j *job, line *timeline, ended <-chan struct{}) {
	typed := make(chan byte)
	go s.listen(typed)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, lastSignals...)
	defer signal.Stop(signals)
	tick := time.NewTicker(drawEvery)
	defer tick.Stop()
	var drawn time.Time
	hits := 0
	for {
		select {
		case <-ended:
			return
		case <-signals:
			// The first ends the capture. Who sends another does not want to
			// wait for that.
			if hits++; hits > 1 {
				s.leave()
				os.Exit(exitInterrupted)
			}
			j.interrupted.interrupt()
		case key := <-typed:
			s.key(key, j.interrupted)
			drawn = time.Time{}
		case <-tick.C:
		}
		if s.guard.news() || time.Since(drawn) >= tickEvery {
			drawn = time.Now()
			s.draw(j, line)
		}
	}
}

// listen tells what is typed. It ends with the process, as nothing else ends
// the wait for a key.
func (s *screen) listen(typed chan<- byte) {
	var b [1]byte
	for {
		if n, err := s.keys.Read(b[:]); err != nil || n == 0 {
			return
		}
		typed <- b[0]
	}
}

// key does what a key asks for.
func (s *screen) key(key byte, w *watch) {
	const interrupt = 3 // Ctrl-C, which is a key like others on a raw terminal
	switch key {
	case 'c':
		s.guard.Lock()
		if s.a.clear != nil {
			s.a.clear()
		}
		s.guard.Unlock()
	case 'j', ' ':
		s.top++
	case 'k':
		s.top = max(0, s.top-1)
	case 'q':
		w.end()
	case interrupt:
		w.interrupt()
	}
}

// draw draws the answer as it is now, as far as the terminal holds it.
func (s *screen) draw(j *job, line *timeline) {
	columns, rows, err := term.GetSize(int(s.out.Fd()))
	if err != nil || columns <= 0 || rows <= 1 {
		columns, rows = 80, 24
	}
	now := line.now()
	if j.in.live != nil {
		now = time.Now()
	}
	var text bytes.Buffer
	s.guard.Lock()
	_ = s.q.write(&text, s.a, now)
	s.guard.Unlock()
	lines := bytes.Split(bytes.TrimRight(text.Bytes(), "\n"), []byte("\n"))
	s.top = min(s.top, max(0, len(lines)-(rows-1)))
	lines = lines[s.top:]
	b := []byte(home)
	for i := range rows - 1 {
		if i < len(lines) {
			b = render.AppendCut(b, lines[i], columns)
		}
		b = append(b, restOfLine+"\r\n"...)
	}
	b = append(b, reverse...)
	b = render.AppendCut(b, s.status(now), columns)
	_, _ = s.out.Write(append(b, plain+restOfLine+restBelow...))
}

// status is the last line.
func (s *screen) status(now time.Time) []byte {
	b := []byte(" q quit ")
	if s.a.clear != nil {
		b = append(b, " c clear "...)
	}
	if now.IsZero() {
		return append(b, " no packet yet "...)
	}
	return now.AppendFormat(b, " 15:04:05 ")
}
