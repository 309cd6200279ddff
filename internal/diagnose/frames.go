package diagnose

import (
	"cmp"
	"sync"
)

// Frames tell a frame's capture and its number there, where several captures are read
// as one. Frames are noted as they are read, ahead of trackers, and may be asked for
// meanwhile. The zero value is ready to use.
type Frames struct {
	// Of tells it of each frame, in place of what was noted: for parts of captures.
	Of func(number uint64) (name string, own uint64)

	mu    sync.Mutex // over what follows
	runs  []run
	files []file
	last  int    // index into files, of the frame before
	end   uint64 // the first frame that is of no run, 0: there is none
}

// A run is successive frames of one capture.
type run struct {
	first uint64 // over all captures
	own   uint64 // the same in its capture
	file  int    // index into files
}

type file struct {
	name   string
	frames uint64
}

// maxRuns bounds the runs that are kept, 24 MiB: frames behind them have no capture.
const maxRuns = 1 << 20

// Note notes that the next frame has a number over all captures, and is of a file. It
// returns the frame's number in its capture.
func (f *Frames) Note(number uint64, name string) uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.files) == 0 || f.files[f.last].name != name {
		f.last = f.index(name)
		if len(f.runs) < maxRuns {
			f.runs = append(f.runs, run{first: number, own: f.files[f.last].frames + 1, file: f.last})
		} else {
			f.end = cmp.Or(f.end, number)
		}
	}
	f.files[f.last].frames++
	return f.files[f.last].frames
}

// index is the place of a file, which is new or known.
func (f *Frames) index(name string) int {
	for i := range f.files {
		if f.files[i].name == name {
			return i
		}
	}
	f.files = append(f.files, file{name: name})
	return len(f.files) - 1
}

// Place is the capture that a frame is of, "" if it is not known, and the frame's
// number there.
func (f *Frames) Place(number uint64) (name string, own uint64) {
	if f.Of != nil {
		return f.Of(number)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	low, high := 0, len(f.runs)
	for low < high {
		if mid := (low + high) / 2; f.runs[mid].first <= number {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == 0 || f.end > 0 && number >= f.end {
		return "", number
	}
	r := f.runs[low-1]
	return f.files[r.file].name, r.own + number - r.first
}
