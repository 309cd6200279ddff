package tunnel

import (
	"sort"
	"time"

	"github.com/pktscope/pktscope/internal/track/ike"
)

// moment is for how long packets of an SA may be captured behind the first one of the
// SA that their sender has gone over to.
const moment = 500 * time.Millisecond

// linkReplacements sets Next of each SA of one direction: to that of the child that
// replaced its own; without a word on that, to one that the traffic went over to. SAs
// that carry traffic side by side do not replace each other.
func linkReplacements(list []*SA) {
	if len(list) < 2 {
		return
	}
	free := newFreeList(list)
	free.linkChildren()
	for i, s := range list {
		if s.Next != nil || s.Child != nil && s.Child.Parent.Version == 2 {
			continue // IKEv2 names what a child replaces: RFC 7296, section 1.3.3
		}
		// In IKEv1, a quick mode for the same traffic replaces the last one.
		next, known := free.after(i, s, sort.Search(len(list), func(k int) bool { return s.Last.Sub(list[k].First) <= moment }))
		if next < len(list) {
			s.Next, s.Guessed = list[next], !known
			free.take(next)
		}
	}
}

// A freeList finds the SAs of a direction, in the order of their first packets, that
// replace no other SA yet: those of ESP and of AH, and those of them with a Child.
type freeList struct {
	list []*SA
	next [2][2][]int // by AH and by whether a Child is wanted: the first free one from there on, or one on the way to it
}

func newFreeList(list []*SA) *freeList {
	f := &freeList{list: list}
	for ah := range f.next {
		for child := range f.next[ah] {
			next := make([]int, len(list)+1)
			for i := range next {
				next[i] = i
				if i < len(list) && (list[i].AH != (ah == 1) || child == 1 && list[i].Child == nil) {
					next[i] = i + 1
				}
			}
			f.next[ah][child] = next
		}
	}
	return f
}

// linkChildren sets Next of each SA whose child was replaced: to the last SA of the
// other child.
func (f *freeList) linkChildren() {
	of := map[*ike.Child][]int{}
	for i, s := range f.list {
		if s.Child != nil {
			of[s.Child] = append(of[s.Child], i)
		}
	}
	for i, s := range f.list {
		if s.Child == nil || s.Child.ReplacedBy == nil {
			continue
		}
		for _, n := range of[s.Child.ReplacedBy] {
			if n > i {
				s.Next, s.Guessed = f.list[n], false
				f.take(n)
			}
		}
	}
}

// after returns the first free SA behind i that replaces s: one from begun on or, where
// both have a child, any. known says that it has one. It is len(list) without one.
func (f *freeList) after(i int, s *SA, begun int) (next int, known bool) {
	of := &f.next[0]
	if s.AH {
		of = &f.next[1]
	}
	next = find(of[0], max(i+1, begun))
	if s.Child != nil {
		next = min(next, find(of[1], i+1))
	}
	return next, s.Child != nil && next < len(f.list) && f.list[next].Child != nil
}

// take says that the SA at i replaces another one.
func (f *freeList) take(i int) {
	for ah := range f.next {
		for child := range f.next[ah] {
			if f.next[ah][child][i] == i {
				f.next[ah][child][i] = i + 1
			}
		}
	}
}

// find returns the first free one from i on, and shortens the way for those who ask
// next.
func find(next []int, i int) int {
	root := i
	for next[root] != root {
		root = next[root]
	}
	for next[i] != root && i != root {
		next[i], i = root, next[i]
	}
	return root
}
