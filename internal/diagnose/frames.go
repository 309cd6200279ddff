package diagnose

// Frames tell a frame's capture and its number there, where several captures are read
// as one. The zero value is ready to use.
type Frames struct {
	runs  []run
	files []file
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

// Note notes that the next frame has a number over all captures, and is of a file.
func (f *Frames) Note(number uint64, name string) {
	last := len(f.runs) - 1
	if last < 0 || f.files[f.runs[last].file].name != name {
		if len(f.runs) == maxRuns {
			return
		}
		i := f.index(name)
		f.runs = append(f.runs, run{first: number, own: f.files[i].frames + 1, file: i})
		last++
	}
	f.files[f.runs[last].file].frames++
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
	low, high := 0, len(f.runs)
	for low < high {
		if mid := (low + high) / 2; f.runs[mid].first <= number {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == 0 {
		return "", number
	}
	r := f.runs[low-1]
	return f.files[r.file].name, r.own + number - r.first
}
