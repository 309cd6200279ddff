package capture

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"testing"
)

// check reads whatever it is given and asserts what holds for every input.
func check(t *testing.T, file []byte) (packets int, err error) {
	r, err := openReader("x", bytes.NewReader(file), Options{})
	if err != nil {
		return 0, checkError(t, file, err)
	}
	var p Packet
	for {
		switch err := r.Next(&p); {
		case err == io.EOF:
			return packets, nil
		case err != nil:
			if next := r.Next(&p); next != io.EOF {
				t.Fatalf("after %v comes %v, not io.EOF", err, next)
			}
			return packets, checkError(t, file, err)
		}
		packets++
		if p.Number != uint64(packets) || p.Iface == nil || len(p.Data) > len(file) && r.raw == nil {
			t.Fatalf("packet %d: %+v", packets, p)
		}
	}
}

func checkError(t *testing.T, file []byte, err error) error {
	var e *Error
	if !errors.As(err, &e) || e.Kind == nil || e.Error() == "" {
		t.Fatalf("%#v is no *Error", err)
	}
	if e.Offset < 0 {
		t.Fatalf("offset %d", e.Offset)
	}
	return err
}

// TestPrefixes cuts captures at every byte: the whole packets come out, and
// anything but a cut between two of them is an error whose offset is where the
// last whole record ends.
func TestPrefixes(t *testing.T) {
	for name, file := range map[string][]byte{"pcap": smallPcap(), "pcapng": smallPcapng()} {
		whole, err := check(t, file)
		if err != nil || whole != 3 {
			t.Fatalf("%s: %d packets, %v", name, whole, err)
		}
		last := 0
		for n := range file {
			packets, err := check(t, file[:n])
			if packets < last || packets > whole {
				t.Errorf("%s: %d packets in %d bytes, %d in one less", name, packets, n, last)
			}
			last = packets
			var e *Error
			if !errors.As(err, &e) {
				continue
			}
			if n >= 4 && !errors.Is(err, ErrCutShort) {
				t.Errorf("%s: %d bytes: %v", name, n, err)
			}
			if e.Offset == 0 {
				continue
			}
			if again, err := check(t, file[:e.Offset]); err != nil || again != packets {
				t.Errorf("%s: the %d good bytes of %d: %d packets, %v", name, e.Offset, n, again, err)
			}
		}
	}
}

// TestMemory reads lengths that promise more than there is: memory must follow
// what arrives.
func TestMemory(t *testing.T) {
	const most = 1 << 20
	w := big()
	for name, file := range map[string][]byte{
		"pcap":      little().fileHeader(0xa1b2c3d4, 0xffffffff, 1).u32(0, 0, 0xffffffff, 0xffffffff).b,
		"pcap dbus": little().fileHeader(0xa1b2c3d4, 0xffffffff, 231).u32(0, 0, 8<<20, 8<<20).b,
		"epb":       w.sub().section().iface(231, 0).u32(6, 8<<20, 0, 0, 0, 8<<20-100, 0).b,
		"nrb":       w.sub().section().u32(4, 4<<20, 0x00010100).b,
		"dsb":       w.sub().section().u32(10, 4<<20, 0, 4<<20).b,
		"shb":       w.sub().u32(blockSHB, 1<<20, byteOrderMagic).u16(1, 0).u32(0, 0).b,
		"unknown":   w.sub().section().u32(77, 100<<20).b,
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := check(t, file)
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; err == nil || n > most {
			t.Errorf("%s: %d bytes allocated, %v", name, n, err)
		}
	}
}

// TestMemoryOfMeta fills a file with what would be kept: names, interfaces and
// sections, as small as they can be, so that each costs the most.
func TestMemoryOfMeta(t *testing.T) {
	const most = 32 << 20
	for name, block := range map[string][]byte{
		"names":      little().block(BlockNames, bytes.Repeat(little().u16(1, 6).bytes(1, 2, 3, 4, 'a', 0, 0, 0).b, 50)).b,
		"interfaces": little().iface(1, 0).b,
		"comments":   little().iface(1, 0, bytes.Repeat([]byte{1, 0, 0, 0}, 2000)...).b,
		"sections":   little().section().b,
	} {
		file := append(little().section().b, bytes.Repeat(block, 20<<20/len(block))...)
		r := mustRead(t, file)
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		var p Packet
		_ = r.Next(&p)
		runtime.GC()
		runtime.ReadMemStats(&after)
		if n := int64(after.HeapAlloc) - int64(before.HeapAlloc); n > most {
			t.Errorf("%s: %d bytes kept of %d", name, n, len(file))
		}
		runtime.KeepAlive(r)
	}
}

func FuzzPcap(f *testing.F) {
	f.Add(smallPcap())
	f.Add(big().fileHeader(0xa1b23c4d, 65535, 0x24000001).record(1, 2, 3, "abc").b)
	f.Add(little().fileHeader(0xa1b2cd34, 65535, 1).record(1, 2, 3, "abc", 0, 0, 0, 0, 0, 0, 0, 0).b)
	f.Add(little().u32(0xa1b2c3d4).u16(2, 2).u32(0, 0, 65535, 15).u32(1, 2, 6, 6).bytes(0, 0, 0, 1, 2, 3).b)
	f.Fuzz(func(t *testing.T, file []byte) { _, _ = check(t, file) })
}

func FuzzPcapng(f *testing.F) {
	f.Add(smallPcapng())
	w := little()
	w.section().iface(1, 4).block(BlockSecrets, w.sub().u32(1, 4, 5).b)
	w.block(BlockStatistics, w.sub().u32(0, 0, 0).b).block(BlockSysdig2, make([]byte, 28))
	f.Add(append(w.b, smallPcapng()...))
	f.Fuzz(func(t *testing.T, file []byte) { _, _ = check(t, file) })
}
