package capture

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"
)

// copyCapture saves what src has.
func copyCapture(t *testing.T, src interface {
	Source
	Described
}, o SaveOptions) (saved int, err error) {
	t.Helper()
	o.Source = src
	s, err := NewSaver(o)
	if err != nil {
		t.Fatal(err)
	}
	var p Packet
	for {
		err := src.Next(&p)
		if err == io.EOF {
			return saved, s.Close(nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		s.Gather()
		if err := s.Save(&p); err == ErrSaved {
			return saved + 1, s.Close(nil)
		} else if err != nil {
			_ = s.Close(nil)
			return saved, err
		}
		saved++
	}
}

// single is a Reader that is Described.
type single struct{ *Reader }

func (s single) Metas() []*Meta { return []*Meta{s.Meta()} }

// rich returns a pcapng file with everything that is to survive.
func rich() []byte {
	w := big()
	w.section(w.sub().option(optComment, []byte("of the section")...).option(shbHardware, []byte("a router")...).option(shbOS, []byte("IOS")...).option(shbUserAppl, []byte("monitor capture")...).b...)
	w.iface(1, 0, w.sub().option(ifName, []byte("Gi0/0")...).option(ifDescription, []byte("uplink")...).option(ifTSResol, 9).
		option(ifFilter, []byte("\x00udp")...).option(ifIPv4, 192, 0, 2, 1, 255, 255, 255, 0).option(ifMAC, 2, 0, 0, 0, 0, 1).option(optComment, []byte("of Gi0/0")...).b...)
	w.iface(101, 96, w.sub().option(ifTSResol, 3).option(ifFCSLen, 4).b...)
	w.block(BlockSecrets, w.sub().u32(0x544c534b, 5).bytes([]byte("abcde")...).b)
	w.block(BlockNames, w.sub().option(nameIPv4, []byte("\xc0\x00\x02\x01R1\x00R1.example\x00")...).option(nameEUI48, []byte("\x02\x00\x00\x00\x00\x01gw\x00")...).u32(0).b)
	w.enhanced(0, 1_700_000_000_123_456_789, 60, "frame", w.sub().option(optComment, []byte("one")...).option(optComment, []byte("two")...).option(epbFlags, 0, 0, 0, 1).
		option(3, 2, 0xca, 0xfe, 0xba, 0xbe).option(4, 0, 0, 0, 0, 0, 0, 0, 7).option(5, 0, 0, 0, 0, 0, 0, 1, 2).option(6, 0, 0, 0, 3).option(7, 1, 0, 0, 0, 0, 0, 0, 0, 2).
		option(2988, append([]byte{0, 0, 0x7e, 0xd9}, "text"...)...).option(19372, 0, 0, 0x7e, 0xd9, 'x').option(99, 1).b...)
	w.enhanced(1, 1_700_000_000_124, 60, "packet")
	w.block(BlockCustom, w.sub().u32(32473).bytes([]byte("custom")...).b)
	w.block(BlockStatistics, w.sub().u32(1, 0, 0).bytes(w.sub().option(isbReceived, 0, 0, 0, 0, 0, 0, 0, 9).option(isbDropped, 0, 0, 0, 0, 0, 0, 0, 2).b...).b)
	return w.b
}

// everything reads a capture with all that belongs to it.
func everything(t *testing.T, b []byte) (packets []Packet, m Meta) {
	t.Helper()
	r, err := openReader("x", bytes.NewReader(b), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var p Packet
	for {
		if err := r.Next(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		p.Data, p.Offset = slices.Clone(p.Data), 0
		packets = append(packets, p)
	}
	m = *r.Meta()
	for i := range m.Sections {
		m.Sections[i].BigEndian = false
	}
	return packets, m
}

func TestSavePcapng(t *testing.T) {
	in := rich()
	r, err := openReader("x", bytes.NewReader(in), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if n, err := copyCapture(t, single{r}, SaveOptions{Name: "-", Out: &out, Application: "test"}); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	a, m := everything(t, in)
	b, n := everything(t, out.Bytes())
	if !reflect.DeepEqual(m, n) {
		t.Errorf("meta:\n%+v\n%+v", m, n)
	}
	for i := range a {
		a[i].Iface, b[i].Iface = nil, nil // compared with meta
	}
	// Numbers in the order of the section, bytes as they are; 19372 must not be copied, and what 99 holds is not known.
	want := "\x03\x00\x05\x00\x02\xca\xfe\xba\xbe\x00\x00\x00" + "\x04\x00\x08\x00\x07\x00\x00\x00\x00\x00\x00\x00" + "\x05\x00\x08\x00\x02\x01\x00\x00\x00\x00\x00\x00" +
		"\x06\x00\x04\x00\x03\x00\x00\x00" + "\x07\x00\x09\x00\x01\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00" + "\xac\x0b\x08\x00\xd9\x7e\x00\x00text"
	if string(b[0].Options) != want {
		t.Errorf("options %q, want %q", b[0].Options, want)
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("packets:\n%+v\n%+v", a, b)
	}
}

// A packet without a time is saved without one.
func TestSaveWithoutTime(t *testing.T) {
	w := big()
	w.section()
	w.iface(1, 4)
	w.block(BlockSimplePacket, w.sub().u32(8).bytes([]byte("time")...).b)
	r, err := openReader("x", bytes.NewReader(w.b), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if n, err := copyCapture(t, single{r}, SaveOptions{Name: "-", Out: &out}); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	packets, _ := everything(t, out.Bytes())
	if len(packets) != 1 || packets[0].HasTime || string(packets[0].Data) != "time" || packets[0].WireLen != 8 {
		t.Errorf("%+v", packets)
	}
}

// Each file of a ring can be read by itself, with the same names and secrets.
func TestSaveRing(t *testing.T) {
	r, err := openReader("x", bytes.NewReader(rich()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if n, err := copyCapture(t, single{r}, SaveOptions{Name: filepath.Join(folder, "a"), Ring: Ring{Packets: 1}}); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	names, _ := filepath.Glob(filepath.Join(folder, "a_0000?_*"))
	if len(names) != 4 { // the last has no packet yet, as in tshark
		t.Fatalf("%q", names)
	}
	for i, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		packets, m := everything(t, b)
		if len(packets) != []int{1, 1, 1, 0}[i] || len(m.Interfaces) != 2 || len(m.Names) != 2 || len(m.Secrets) != 1 {
			t.Errorf("%s: %d packets, %+v", name, len(packets), m)
		}
	}
}

func TestRingName(t *testing.T) {
	at := time.Date(2026, 11, 22, 7, 16, 0, 0, time.Local)
	for in, want := range map[string]string{ // as tshark 4.0 names them
		"a.pcapng":     "a_00001_20261122071600.pcapng",
		"a.b.pcap":     "a.b_00001_20261122071600.pcap",
		"d.x/plain":    "d.x/plain_00001_20261122071600",
		"/tmp/a.pcap":  "/tmp/a_00001_20261122071600.pcap",
		".hidden.pcap": ".hidden_00001_20261122071600.pcap",
	} {
		if got := ringName(in, 1, at); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	if got := ringName("a", 100001, at); got != "a_00001_20261122071600" {
		t.Error(got)
	}
}

// A limited file takes so many bytes.
type limited struct{ left int }

func (l *limited) Write(b []byte) (int, error) {
	if len(b) > l.left {
		n := l.left
		l.left = 0
		return n, errors.New("no room")
	}
	l.left -= len(b)
	return len(b), nil
}

// What could not be written whole does not count as written.
func TestFlushPartly(t *testing.T) {
	f := &saveFile{name: "x", w: &limited{left: 25}}
	for range 4 {
		f.buf = append(f.buf, "0123456789"...)
		f.mark()
	}
	err := f.flush()
	var e *Error
	if !errors.As(err, &e) || e.Offset != 20 || f.size != 20 || !errors.Is(err, ErrWrite) {
		t.Errorf("%v, size %d", err, f.size)
	}
	if want := "x: byte 20: cannot be written: no room"; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
}

// What is told as saved is what can be read, whatever the disk had room for: a packet
// file, a ring, and compressed.
func TestCountAfterFailure(t *testing.T) {
	for _, compression := range []string{"none", "gzip", "zstd", "lz4"} {
		for room := 0; room < 1200; room += 37 {
			name := filepath.Join(t.TempDir(), "a")
			s, err := NewSaver(SaveOptions{Name: name, Compression: compression})
			if err != nil {
				t.Fatal(err)
			}
			short := &limited{left: room}
			if s.file.zip, err = newCompressor(name, compression, &cutting{short, s.file.file}); err != nil {
				t.Fatal(err)
			}
			if s.file.w = s.file.zip; s.file.zip == nil {
				s.file.w = &cutting{short, s.file.file}
			}
			iface := &Interface{Link: LinkRaw, FCSLen: -1, Resolution: 6, Digits: 6}
			data := []byte("a packet of some length, which does not repeat much 0123456789 9876543210")
			for i := range 40 {
				data[i] ^= byte(i * 7)
				p := Packet{Number: uint64(i + 1), Link: LinkRaw, Iface: iface, Data: data, WireLen: len(data), HasTime: true, Time: time.Unix(int64(i), 0)}
				if err = s.Save(&p); err == nil && i%5 == 4 {
					s.mu.Lock()
					err = s.file.flush()
					s.mu.Unlock()
				}
				if err != nil {
					break
				}
			}
			_ = s.Close([]Stats{{}})
			n := uint64(0)
			if r, err := Open(name, Options{}); err == nil {
				for p := (Packet{}); r.Next(&p) == nil; {
					n++
				}
				_ = r.Close()
			}
			if n != s.Count() {
				t.Errorf("%s, room for %d bytes: %d packets are told, %d are in the file", compression, room, s.Count(), n)
			}
		}
	}
}

// A cutting file is one on a disk with little room.
type cutting struct {
	room *limited
	file *os.File
}

func (c *cutting) Write(b []byte) (int, error) {
	n, err := c.room.Write(b)
	if m, e := c.file.Write(b[:n]); e != nil {
		return m, e
	}
	return n, err
}

// A ring whose next file cannot be made ends with an error, and what it has is counted.
func TestRingWithoutNext(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "folder")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := NewSaver(SaveOptions{Name: filepath.Join(folder, "a"), Ring: Ring{Packets: 2}})
	if err != nil {
		t.Fatal(err)
	}
	p := Packet{Number: 1, Link: LinkRaw, Iface: &Interface{Link: LinkRaw, FCSLen: -1, Resolution: 6}, Data: []byte("E"), WireLen: 1, HasTime: true, Time: time.Unix(1, 0)}
	if err := s.Save(&p); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(folder, folder+" elsewhere"); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(&p); !errors.Is(err, ErrCreate) {
		t.Errorf("%v", err)
	}
	_ = s.Save(&p)
	if err := s.Save(&p); err == nil { // when the file is full
		t.Error("saved without a file")
	}
	if err := s.Close(nil); err == nil || s.Count() != 2 {
		t.Errorf("%v, %d packets", err, s.Count())
	}
}

// The files of a ring are named by the clock of the packets, the first as well, and a
// capture without packets leaves one file.
func TestRingOfCapturedPackets(t *testing.T) {
	folder := t.TempDir()
	s, err := NewSaver(SaveOptions{Name: filepath.Join(folder, "a.pcap"), Format: "pcap", Ring: Ring{Packets: 2}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range int64(3) {
		p := Packet{Link: LinkRaw, Iface: &Interface{Link: LinkRaw, FCSLen: -1, Resolution: 6}, Data: []byte("E"), WireLen: 1, HasTime: true, Time: time.Unix(1e9+i*60, 0)}
		if err := s.Save(&p); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(nil); err != nil || s.Count() != 3 {
		t.Errorf("%v, %d packets", err, s.Count())
	}
	want := []string{ringName("a.pcap", 1, time.Unix(1e9, 0)), ringName("a.pcap", 2, time.Unix(1e9+60, 0))}
	if got := filesIn(t, folder); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}

	folder = t.TempDir()
	s, err = NewSaver(SaveOptions{Name: filepath.Join(folder, "a"), Ring: Ring{Packets: 2}})
	if err != nil || s.Count() != 0 {
		t.Fatal(err)
	}
	if err := s.Close(nil); err != nil || len(filesIn(t, folder)) != 1 {
		t.Errorf("%v, %q", err, filesIn(t, folder))
	}
	if _, err := NewSaver(SaveOptions{Name: filepath.Join(folder, "none", "a"), Ring: Ring{Packets: 2}}); !errors.Is(err, ErrCreate) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func filesIn(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
