package terminal

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// The question after the background (OSC 11 of xterm's control sequences), and one that
// every terminal answers, so that one which does not know the first is not waited for
// (Primary Device Attributes).
const question = "\x1b]11;?\x1b\\\x1b[c"

// answered reports whether a reply has the answer to the last question: ESC [ ? ... c.
func answered(reply []byte) bool {
	_, attributes, found := bytes.Cut(reply, []byte("\x1b[?"))
	return found && bytes.IndexByte(attributes, 'c') >= 0
}

// parseReply reads ESC ] 11 ; rgb:RRRR/GGGG/BBBB, each of one to four digits.
func parseReply(reply []byte) Background {
	_, rest, found := strings.Cut(string(reply), "\x1b]11;rgb")
	if !found {
		return Unknown
	}
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "a"), ":")
	if end := strings.IndexAny(rest, "\x07\x1b"); end >= 0 {
		rest = rest[:end]
	}
	parts := strings.Split(rest, "/")
	if len(parts) < 3 {
		return Unknown
	}
	var rgb [3]float64
	for i := range rgb {
		n, err := strconv.ParseUint(parts[i], 16, 16)
		if err != nil {
			return Unknown
		}
		rgb[i] = float64(n) / float64(uint64(1)<<(4*len(parts[i]))-1)
	}
	return of(Luminance(rgb))
}

// of is the kind of a background: dark if white is the better text on it.
func of(luminance float64) Background {
	if Contrast(1, luminance) >= Contrast(0, luminance) {
		return Dark
	}
	return Light
}

// hint reads COLORFGBG, which some terminals set: the number of the background is its
// last part, of the 16 colours of old.
func hint(value string) Background {
	i := strings.LastIndexByte(value, ';')
	n, err := strconv.Atoi(value[i+1:])
	switch {
	case i < 0 || err != nil || n < 0 || n > 15:
		return Unknown
	case n < 7 || n == 8:
		return Dark
	}
	return Light
}

// Luminance is the relative luminance of a colour of sRGB, 0 to 1 each: WCAG 2.2.
func Luminance(rgb [3]float64) float64 {
	var sum float64
	for i, share := range [3]float64{0.2126, 0.7152, 0.0722} {
		c := rgb[i]
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += share * c
	}
	return sum
}

// Contrast is the contrast ratio of two luminances, 1 to 21: WCAG 2.2.
func Contrast(a, b float64) float64 { return (max(a, b) + 0.05) / (min(a, b) + 0.05) }
