package diagnose

import (
	"sync"
	"testing"
)

// Frames are placed while others are noted, as findings are told of an interface that is
// captured on: the race detector sees both.
func TestFramesWhileNoted(t *testing.T) {
	const each = 1000
	names := []string{"a.pcap", "b.pcap"}
	var f Frames
	var reader sync.WaitGroup
	reader.Go(func() {
		for i := range uint64(len(names) * each) {
			f.Note(i+1, names[i/each])
		}
	})
	for {
		if name, own := f.Place(each + 1); name == names[1] {
			if own != 1 {
				t.Errorf("frame %d is %d of %s", each+1, own, name)
			}
			break
		}
	}
	reader.Wait()
	if name, own := f.Place(2 * each); name != names[1] || own != each {
		t.Errorf("%d of %s", own, name)
	}
}
