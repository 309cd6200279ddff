package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// A screen is --watch: it draws an answer on the terminal's alternate screen,
// every second and as packets arrive, and leaves the terminal as it was.
type screen struct {
	q     *Request
	a     *Answer
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
	endReverse  = "\x1b[m"
)

// newScreen finds the terminal that the answer is drawn on and the one that keys
// are read from.
func newScreen(e *session.Env, q *Request, a *Answer) (*screen, error) {
	s := &screen{q: q, a: a, out: session.Terminal(e.Out), keys: session.Terminal(e.In)}
	if s.out == nil {
		return nil, errors.New("--watch needs a terminal as its output")
	}
	if s.keys == nil { // standard input is the capture
		tty, err := os.OpenFile("/dev/tty", os.O_RDONLY, 0)
		if err != nil {
			return nil, fmt.Errorf("--watch needs a terminal as its input: %w", err)
		}
		s.keys = tty
	}
	return s, nil
}

// run runs a session while the screen is up.
func (s *screen) run(r *session.Session, line *timeline, c pipeline.Config) pipeline.Result {
	s.guard.all(&c)
	if err := s.enter(); err != nil {
		return pipeline.Result{Write: err}
	}
	r.HoldNotices(true)
	defer r.HoldNotices(false)
	defer s.leave()
	ended, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		s.show(r, line, ended)
	}()
	result := r.Run(c)
	close(ended)
	<-gone
	return result
}

// enter takes the terminal.
func (s *screen) enter() error {
	saved, err := term.MakeRaw(int(s.keys.Fd()))
	if err != nil {
		return err
	}
	s.saved = saved
	keepSuspendKey(int(s.keys.Fd()))
	_, _ = s.out.WriteString(enterScreen)
	return nil
}

// leave gives the terminal back for good. It may be called more than once.
func (s *screen) leave() { s.once.Do(s.giveBack) }

// giveBack leaves the terminal as it was.
func (s *screen) giveBack() {
	_, _ = s.out.WriteString(leaveScreen)
	_ = term.Restore(int(s.keys.Fd()), s.saved)
}

// suspend stops the process, with the terminal given back, until it is continued.
func (s *screen) suspend() {
	s.giveBack()
	session.Suspend()
	_ = s.enter()
}

// show draws until the session has ended.
func (s *screen) show(r *session.Session, line *timeline, ended <-chan struct{}) {
	typed := make(chan byte)
	go s.listen(typed)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, lastSignals()...)
	defer signal.Stop(signals)
	suspends := make(chan os.Signal, 1)
	if suspendSignal != nil {
		signal.Notify(suspends, suspendSignal)
		defer signal.Stop(suspends)
	}
	tick := time.NewTicker(drawEvery)
	defer tick.Stop()
	var drawn time.Time
	caught := 0
	for {
		select {
		case <-ended:
			return
		case <-signals:
			// The first ends the capture, another the process, without waiting
			// for that.
			if caught++; caught > 1 {
				s.leave()
				os.Exit(session.ExitInterrupted)
			}
			r.Interrupt()
		case <-suspends:
			s.suspend()
			drawn = time.Time{}
		case key := <-typed:
			s.key(key, r)
			drawn = time.Time{}
		case <-tick.C:
		}
		if s.guard.news() || time.Since(drawn) >= tickEvery {
			drawn = time.Now()
			s.draw(r, line)
		}
	}
}

// listen sends the keys that are typed. It ends with the process, as nothing else
// ends the wait for a key.
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
func (s *screen) key(key byte, r *session.Session) {
	const (
		interrupt = 3  // Ctrl-C, which is a key like others on a raw terminal
		suspend   = 26 // Ctrl-Z, where it is one
	)
	switch key {
	case 'c':
		s.guard.Lock()
		if s.a.Clear != nil {
			s.a.Clear()
		}
		s.guard.Unlock()
	case 'j', ' ':
		s.top++
	case 'k':
		s.top = max(0, s.top-1)
	case 'q':
		r.Stop()
	case interrupt:
		r.Interrupt()
	case suspend:
		s.suspend()
	}
}

// draw draws the answer as it is now, as far as the terminal holds it.
func (s *screen) draw(r *session.Session, line *timeline) {
	columns, rows, err := term.GetSize(int(s.out.Fd()))
	if err != nil || columns <= 0 || rows <= 1 {
		columns, rows = 80, 24
	}
	now := line.now()
	if r.Live() {
		now = time.Now()
	}
	var text bytes.Buffer
	s.guard.Lock()
	_ = s.q.write(&text, io.Discard, s.a, now)
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
	_, _ = s.out.Write(append(b, endReverse+restOfLine+restBelow...))
}

// status is the last line.
func (s *screen) status(now time.Time) []byte {
	b := []byte(" q quit ")
	if s.a.Clear != nil {
		b = append(b, " c clear "...)
	}
	if now.IsZero() {
		return append(b, " no packet yet "...)
	}
	return now.AppendFormat(b, " 15:04:05 ")
}
