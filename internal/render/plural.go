package render

import "strconv"

// Plural is a count in words: "1 packet", "2 packets".
func Plural[T ~int | ~uint64](n T, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.FormatUint(uint64(n), 10) + " " + many
}
