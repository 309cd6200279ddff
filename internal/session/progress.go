package session

import (
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pktscope/pktscope/internal/render"
)

const (
	progressDelay = 2 * time.Second // short work needs no progress
	progressEvery = 250 * time.Millisecond
)

// A gauge measures how much of the input has been read. A size of -1 is not known.
type gauge interface {
	Progress() (read, size int64)
}

// progress shows on the terminal of standard error how far the input is read, unless the
// terminal shows something else in the meantime: rows that are printed, or a screen. done
// removes the line.
func (s *Session) progress(g gauge, packets *atomic.Uint64, prints bool) (done func()) {
	tty := Terminal(s.env.Err)
	if tty == nil || s.notices.holds() || Terminal(s.env.Out) != nil && (prints || s.in.live != nil) {
		return func() {}
	}
	quit, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		start, drawn := time.Now(), 0
		tick := time.NewTicker(progressEvery)
		defer tick.Stop()
		for {
			select {
			case <-quit:
				if drawn > 0 {
					fmt.Fprint(tty, "\r"+strings.Repeat(" ", drawn)+"\r")
				}
				return
			case now := <-tick.C:
				if now.Sub(start) >= progressDelay {
					drawn = drawProgress(tty, Width(tty), g, packets.Load(), now.Sub(start), drawn)
				}
			}
		}
	}()
	return func() { close(quit); <-gone }
}

// drawProgress overwrites the line and returns its length.
func drawProgress(w io.Writer, width int, g gauge, packets uint64, since time.Duration, drawn int) int {
	read, size := g.Progress()
	rate := int64(float64(read) / since.Seconds())
	line := fmt.Sprintf("%s, %s, %s/s", bytesText(read), render.Plural(packets, "packet", "packets"), bytesText(rate))
	if size > 0 && read > 0 {
		left := time.Duration(float64(since) * float64(size-read) / float64(read))
		line = fmt.Sprintf("%s of %s (%d %%), %s, %s/s, %s left", bytesText(read), bytesText(size),
			100*read/size, render.Plural(packets, "packet", "packets"), bytesText(rate), left.Round(time.Second))
	}
	if width > 1 && len(line) >= width {
		line = line[:width-1] // a line that is wrapped could not be overwritten
	}
	fmt.Fprintf(w, "\r%-*s", drawn, line)
	return len(line)
}

// bytesText is n in the largest unit of which there is at least one.
func bytesText(n int64) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB"}
	v, i := float64(n), 0
	for ; v >= 1024 && i < len(units)-1; i++ {
		v /= 1024
	}
	if i == 0 {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%.1f %s", v, units[i])
}
