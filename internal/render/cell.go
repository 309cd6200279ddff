package render

import (
	"strconv"
	"time"
)

// A Size is a number of bytes. From 10 000 on, people read "16 kB"; JSON and CSV have
// all digits.
type Size uint64

// String returns the size in whole numbers of the largest unit of which there are at
// least ten.
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

// Seconds is a duration in seconds, in all formats but JSON with the given number of
// decimals.
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
