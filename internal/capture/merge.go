package capture

import (
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"time"
)

// Merged reads several captures as one Source, in the order of their packets' times:
// captures of several links of one network. Frame numbers and interface IDs count
// over all files.
//
// Each file stands for the place where it was captured, so an interface is
// called by its file, or FILE:INTERFACE where the file has several. The files of a
// ring stand for one place: see Labels.
type Merged struct {
	files  []*strand // with packets left, the earliest packet first
	handed bool      // the first one's packet was handed out
	begun  int       // files whose reading has begun
	opened []*strand
	metas  []*Meta
	number uint64
	ifaces int
	size   int64 // of all files, -1 if one has none
	read   atomic.Int64
}

// A strand is one file of a Merged, and its next packet.
type strand struct {
	name  string
	label string
	order int // of the file on the command line, decides between equal times
	file  opened
	r     *Reader
	named int // interfaces that are
	p     Packet
	at    time.Time // of p, or of the packet before it where p has no time
}

// OpenMerged opens all files, and looks into them with the first call of Next.
func OpenMerged(names []string) (*Merged, error) {
	files, err := openAll(names)
	if err != nil {
		return nil, err
	}
	return newMerged(names, files), nil
}

func newMerged(names []string, files []opened) *Merged {
	m := &Merged{size: sizeOf(files)}
	labels := Labels(names)
	for i, name := range names {
		m.opened = append(m.opened, &strand{name: name, label: labels[i], order: i, file: files[i]})
	}
	return m
}

// Labels are what a Merged calls captures: the last part of each path or, where two places
// have the same, whole paths. Files of one ring have one label, their name without number and
// time.
func Labels(names []string) []string {
	places, labels, seen := make([]string, len(names)), make([]string, len(names)), map[string]string{}
	for i, name := range names {
		places[i] = RingOf(name)
	}
	for i, place := range places {
		labels[i] = filepath.Base(place)
		if other, ok := seen[labels[i]]; ok && other != place {
			return places
		}
		seen[labels[i]] = place
	}
	return labels
}

// Next overwrites p with the earliest packet that has not been handed out. See
// Source for errors.
func (m *Merged) Next(p *Packet) error {
	for m.begun < len(m.opened) {
		s := m.opened[m.begun]
		m.begun++
		if err := m.begin(s); err != nil {
			return err
		}
	}
	if m.handed {
		m.handed = false
		if err := m.advance(); err != nil {
			return err
		}
	}
	if len(m.files) == 0 {
		return io.EOF
	}
	*p = m.files[0].p
	m.handed = true
	m.number++
	p.Number = m.number
	return nil
}

// begin reads the head of a file and its first packet.
func (m *Merged) begin(s *strand) error {
	var err error
	if s.r, err = newReader(s.name, s.file, Options{}, nil, &m.read); err != nil {
		return err
	}
	s.r.file, s.file = s.file, nil
	m.metas = append(m.metas, s.r.Meta())
	m.files = slices.Insert(m.files, 0, s)
	return m.advance()
}

// advance reads the next packet of the first file and puts the file where it
// belongs. One that is damaged has no next packet.
func (m *Merged) advance() error {
	s := m.files[0]
	err := s.r.Next(&s.p)
	m.ifaces = s.addInterfaces(m.ifaces)
	if err != nil {
		m.files = slices.Delete(m.files, 0, 1)
		_ = s.r.Close()
		if err == io.EOF {
			return nil
		}
		return err
	}
	if s.p.HasTime {
		s.at = s.p.Time
	}
	i := 0
	for ; i+1 < len(m.files) && m.files[i+1].before(s); i++ {
		m.files[i] = m.files[i+1]
	}
	m.files[i] = s
	return nil
}

func (s *strand) before(t *strand) bool {
	if c := s.at.Compare(t.at); c != 0 {
		return c < 0
	}
	return s.order < t.order
}

// addInterfaces names the interfaces that s has read, before it returns a packet of theirs,
// and numbers them from n on. It returns the next number.
func (s *strand) addInterfaces(n int) int {
	all := s.r.meta.Interfaces
	for _, i := range all[s.named:] {
		switch {
		case len(all) == 1:
			i.Name = s.label
		case i.Name == "":
			i.Name = s.label + ":" + strconv.Itoa(i.Index)
		default:
			i.Name = s.label + ":" + i.Label()
		}
		i.ID, i.Twin = n, false
		n++
	}
	s.named = len(all)
	return n
}

// Buffered reports whether the next packet is there without reading.
func (m *Merged) Buffered() bool {
	return m.begun == len(m.opened) && (!m.handed || m.files[0].r.Buffered())
}

// Close lets go of all files.
func (m *Merged) Close() error {
	var first error
	for _, s := range m.opened {
		var err error
		switch {
		case s.r != nil:
			err = s.r.Close()
		case s.file != nil:
			err = s.file.Close()
		}
		if first == nil {
			first = err
		}
	}
	m.files, m.handed, m.begun = nil, false, len(m.opened)
	return first
}

// Metas implements Described.
func (m *Merged) Metas() []*Meta { return m.metas }

// Progress returns how many bytes of the files were read and how many they
// have, -1 if that is unknown. Any goroutine may call it.
func (m *Merged) Progress() (read, size int64) { return m.read.Load(), m.size }
