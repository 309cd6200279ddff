package render

import (
	"strconv"
	"time"
)

// A Size is a number of bytes. Tables say "16 kB" from 10 000 on, JSON and CSV
// all digits.
type Size uint64

// String is the size as a table has it: whole numbers of the largest unit
// of which there are at least ten.
func (s Size) String() string {
	units := []struct {
		size Size
		name string
	}{{1e12, " TB"}, {1e9, " GB"}, {1e6, " MB"}, {1e3, " kB"}}
	for _, u := range units {
		if s/u.size >= 10 {
			return strconv.FormatUint(uint64(s/u.size), 10) + u.name
		}
	}
	return strconv.FormatUint(uint64(s), 10) + " bytes"
}

// Seconds is a duration in seconds, with so many digits behind the point where
// people read it.
type Seconds struct {
	time.Duration
	Digits int
}

func (s Seconds) append(b []byte) []byte {
	if s.Digits >= 9 {
		return appendSeconds(b, s.Duration, 9)
	}
	return strconv.AppendFloat(b, s.Duration.Seconds(), 'f', s.Digits, 64)
}
