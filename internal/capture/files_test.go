package capture

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestFilesBytes reads the bytes of each frame once more, where its offset says, from files
// of several formats.
func TestFilesBytes(t *testing.T) {
	folder := "../../fixtures/pcaps/"
	name := filepath.Join(t.TempDir(), "rich.pcapng")
	if err := os.WriteFile(name, rich(), 0o600); err != nil {
		t.Fatal(err)
	}
	names := []string{folder + "01-ikev1-main-seed.pcap", folder + "16-cdp-topology-a.pcapng", name}
	f, err := OpenFiles(names)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for range 2 { // any number of times
		s, count := f.Sequence(), 0
		for p := (Packet{}); ; count++ {
			if err := s.Next(&p); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			b, err := f.Bytes(p.Iface, p.Offset, len(p.Data))
			if err != nil || !bytes.Equal(b, p.Data) {
				t.Fatalf("frame %d: %x, %v, want %x", p.Number, b, err, p.Data)
			}
		}
		if count < 200 {
			t.Errorf("%d packets", count)
		}
	}
}

// TestFollower reads what is written while it waits, to the end.
func TestFollower(t *testing.T) {
	for _, u := range []*Unlinked{NewUnlinked(), memoryUnlinked()} {
		f := &follower{Unlinked: u}
		if f.pending() {
			t.Error("nothing is there, and pending")
		}
		go func() {
			for _, s := range []string{"one ", "two ", "three"} {
				if _, err := u.Write([]byte(s)); err != nil {
					t.Error(err)
				}
			}
			u.End(nil)
		}()
		b, err := io.ReadAll(f)
		if string(b) != "one two three" || err != nil {
			t.Errorf("%q, %v", b, err)
		}
		part := make([]byte, 3)
		if _, err := u.ReadAt(part, 4); err != nil || string(part) != "two" {
			t.Errorf("%q, %v", part, err)
		}
		if err := u.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestKeepLive has what went wrong with an interface be told behind its packets.
func TestKeepLive(t *testing.T) {
	gone := &Error{File: "va", Kind: ErrEnded, Err: errGone}
	f := KeepLive("va", func(w io.Writer) error {
		if _, err := w.Write(rich()); err != nil {
			return err
		}
		return errors.Join(gone)
	})
	defer f.Close()
	s, packets := f.Sequence(), 0
	for p := (Packet{}); ; packets++ {
		err := s.Next(&p)
		if err == nil {
			continue
		}
		if err != gone || packets != 3 {
			t.Errorf("%v behind %d packets", err, packets)
		}
		break
	}
}

// TestUnlinkedMemory has memory be bounded, where no file can be made.
func TestUnlinkedMemory(t *testing.T) {
	u := memoryUnlinked()
	if _, err := u.Write(make([]byte, unlinkedMemory)); err != nil {
		t.Fatal(err)
	}
	if _, err := u.Write([]byte{1}); err == nil {
		t.Error("more than the bound fits")
	}
	broken := errors.New("broken")
	u.End(broken)
	f := &follower{Unlinked: u, at: unlinkedMemory}
	if _, err := f.Read(make([]byte, 1)); err != broken {
		t.Error(err)
	}
}

// memoryUnlinked is an Unlinked where no file can be made.
func memoryUnlinked() *Unlinked {
	u := &Unlinked{}
	u.grown.L = &u.mu
	return u
}
