package capture

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A Ring is the limits of one file and the number of files kept; as autostop, the
// limits of the capture. Zero is no limit.
type Ring struct {
	Size     int64         // bytes
	Duration time.Duration // since the file was begun
	Interval time.Duration // at every multiple of it on the clock
	Packets  uint64
	Files    uint64 // that are kept, the older ones are removed; as autostop: that are written
}

// Changes reports whether r ever ends a file.
func (r *Ring) Changes() bool {
	return r.Size > 0 || r.Duration > 0 || r.Interval > 0 || r.Packets > 0
}

// files names the files of a capture and knows when the next one is due.
type files struct {
	name       string
	ring, stop Ring
	number     uint64 // of the current file, from 1
	packets    uint64 // in it
	saved      uint64 // in those before it
	opened     time.Time
	kept       []string
	timer      *time.Timer
}

// fileNumbers is the number of files that five digits can count.
const fileNumbers = 100000

// next returns the name of the next file. It removes the one that falls out of the
// ring.
func (f *files) next(now time.Time) (string, error) {
	f.number++
	f.saved += f.packets
	f.packets, f.opened = 0, now
	if !f.ring.Changes() {
		return f.name, nil
	}
	name := ringName(f.name, f.number, now)
	f.kept = append(f.kept, name)
	if f.ring.Files > 0 && uint64(len(f.kept)) > f.ring.Files {
		oldest := f.kept[0]
		f.kept = f.kept[1:]
		if err := os.Remove(oldest); err != nil && !os.IsNotExist(err) {
			return "", &Error{File: oldest, Kind: ErrCreate, Detail: "the ring's oldest file cannot be removed", Err: Bare(err)}
		}
	}
	return name, nil
}

// ringName puts number and time before the extension, as tshark does.
func ringName(name string, number uint64, now time.Time) string {
	folder, base := filepath.Split(name)
	ext := ""
	if i := strings.LastIndexByte(base, '.'); i >= 0 {
		base, ext = base[:i], base[i:]
	}
	return folder + fmt.Sprintf("%s_%05d_%s%s", base, number%fileNumbers, now.Local().Format("20060102150405"), ext)
}

// RingOf is the name of the ring that a file is of: what ringName was given. A file that is of
// none has its own name.
func RingOf(name string) string {
	const tail = len("_00001_20060102150405")
	dot := strings.LastIndexByte(filepath.Base(name), '.')
	if dot < 0 {
		dot = len(filepath.Base(name))
	}
	end := len(name) - len(filepath.Base(name)) + dot
	if dot <= tail || !isRingTail(name[end-tail:end]) {
		return name
	}
	return name[:end-tail] + name[end:]
}

// isRingTail reports whether s has the form of _00001_20060102150405.
func isRingTail(s string) bool {
	for i := range len(s) {
		if under := i == 0 || i == 6; under && s[i] != '_' || !under && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}

// filled reports whether a file of that size takes no further packet.
func (f *files) filled(size int64) bool {
	return f.ring.Size > 0 && size >= f.ring.Size || f.stop.Size > 0 && size >= f.stop.Size ||
		f.ring.Packets > 0 && f.packets >= f.ring.Packets || f.enough()
}

// enough reports whether all files have as many packets as the capture is to have.
func (f *files) enough() bool { return f.stop.Packets > 0 && f.saved+f.packets >= f.stop.Packets }

// due reports whether a file's time is over.
func (f *files) due(now time.Time) bool {
	end := f.end()
	return !end.IsZero() && !now.Before(end)
}

// end returns when the current file's time is over.
func (f *files) end() (t time.Time) {
	if f.ring.Duration > 0 {
		t = f.opened.Add(f.ring.Duration)
	}
	if i := f.ring.Interval; i > 0 {
		if at := f.opened.Truncate(i).Add(i); t.IsZero() || at.Before(t) {
			t = at
		}
	}
	return t
}

// last reports whether no file follows the current one.
func (f *files) last() bool {
	return !f.ring.Changes() || f.stop.Files > 0 && f.number >= f.stop.Files || f.enough()
}

// alarm calls do when the current file's time is over.
func (f *files) alarm(now time.Time, do func()) {
	f.quiet()
	if end := f.end(); !end.IsZero() {
		f.timer = time.AfterFunc(end.Sub(now), do)
	}
}

// quiet calls the alarm off.
func (f *files) quiet() {
	if f.timer != nil {
		f.timer.Stop()
	}
}
