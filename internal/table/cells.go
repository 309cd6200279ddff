package table

import (
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/pktscope/pktscope/internal/render"
)

// A flat row takes the cells of a report as they are: of rows of which there are many, JSON
// between would cost more than all else.
type flat interface {
	// fields appends a pointer to each field, in the order of the schema's columns.
	fields(to []any) []any
}

// put puts a cell of a report into a column, as it would be read from JSON.
func put(column, cell any) error {
	if cell == nil {
		return nil
	}
	ok := true
	switch to := column.(type) {
	case *string:
		*to, ok = cell.(string)
		*to = valid(*to)
	case *[]string:
		var list []string
		list, ok = cell.([]string)
		*to = append([]string{}, list...) // of an empty list JSON has one, too
	case **int32:
		var n int64
		if n, ok = integer(cell); ok {
			v := int32(n)
			*to = &v
		}
	case **int64:
		var n int64
		if n, ok = integer(cell); ok {
			*to = &n
		}
	case **float64:
		var f float64
		if f, ok = number(cell); ok {
			*to = &f
		}
	case **Time:
		var at time.Time
		if at, ok = cell.(time.Time); ok {
			*to = TimeOf(at)
		}
	default:
		ok = false
	}
	if !ok {
		return fmt.Errorf("a cell of type %T does not fit a column of type %T", cell, column)
	}
	return nil
}

// integer is a cell that is a whole number.
func integer(cell any) (int64, bool) {
	switch n := cell.(type) {
	case uint64:
		return int64(n), true
	case render.Size:
		return int64(n), true
	case uint16:
		return int64(n), true
	}
	return 0, false
}

// number is a cell that is a number, durations in seconds.
func number(cell any) (float64, bool) {
	switch n := cell.(type) {
	case float64:
		return n, true
	case time.Duration:
		return seconds(n), true
	case render.Seconds:
		return seconds(n.Duration), true
	}
	return 0, false
}

// seconds is the number that is nearest to a duration. One of more nanoseconds than a number
// holds would be rounded twice: it goes by its digits.
func seconds(d time.Duration) float64 {
	const exact = 1 << 53
	if -exact <= d && d <= exact {
		return float64(d) / float64(time.Second)
	}
	f, _ := strconv.ParseFloat(strconv.FormatInt(int64(d), 10)+"e-9", 64)
	return f
}

// valid is a text in UTF-8: bytes that are none are told as U+FFFD.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}
