package render

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

// A cell of a Table is a string, a number, a boolean, a time, a duration, a Size,
// Seconds, an Object, a list of them ([]string, []any), or nil for an unknown value.
// The zero time is unknown as well.

// An Object is a cell with members: an object in JSON, "key value, ..." in other
// formats.
type Object []Member

// A Member is a key of an Object and its value, which is a cell.
type Member struct {
	Key   string
	Value any
}

// AppendClean appends text with control characters and bytes that are not UTF-8
// escaped, so that it can be printed on a terminal.
func AppendClean(b []byte, text string) []byte {
	at := len(b)
	return clean(append(b, text...), at)
}

// appendCell appends v as text.
func appendCell(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return b
	case string:
		return append(b, v...)
	case []string:
		for i, s := range v {
			b = append(separate(b, i), s...)
		}
		return b
	case []any:
		for i, e := range v {
			b = appendCell(separate(b, i), e)
		}
		return b
	case Object:
		for i, m := range v {
			b = appendCell(append(append(separate(b, i), m.Key...), ' '), m.Value)
		}
		return b
	case bool:
		return strconv.AppendBool(b, v)
	case time.Time:
		if v.IsZero() {
			return b
		}
		return v.AppendFormat(b, "2006-01-02 15:04:05.000")
	case Size:
		return strconv.AppendUint(b, uint64(v), 10)
	case Seconds:
		return v.append(b)
	}
	return fmt.Append(b, v)
}

// appendTableCell appends v as text for people, or a Size, if it is to be exact, as
// text for programs.
func appendTableCell(b []byte, v any, exact bool) []byte {
	if size, ok := v.(Size); ok && !exact {
		return append(b, size.String()...)
	}
	return appendCell(b, v)
}

func separate(b []byte, i int) []byte {
	if i > 0 {
		b = append(b, ", "...)
	}
	return b
}

// AppendJSON appends a cell as JSON reports have it, on one line: times are seconds since
// 1970, durations seconds.
func AppendJSON(b []byte, v any) ([]byte, error) { return appendJSONValue(b, v) }

// appendJSONValue appends v; times are seconds since 1970, durations seconds.
func appendJSONValue(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case string:
		return appendJSONString(b, []byte(v)), nil
	case []string:
		b = append(b, '[')
		for i, s := range v {
			b = appendJSONString(separate(b, i), []byte(s))
		}
		return append(b, ']'), nil
	case []any:
		b = append(b, '[')
		for i, e := range v {
			var err error
			if b, err = appendJSONValue(separate(b, i), e); err != nil {
				return nil, err
			}
		}
		return append(b, ']'), nil
	case Object:
		b = append(b, '{')
		for i, m := range v {
			var err error
			b = append(appendJSONString(separate(b, i), []byte(m.Key)), ": "...)
			if b, err = appendJSONValue(b, m.Value); err != nil {
				return nil, err
			}
		}
		return append(b, '}'), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case time.Time:
		if v.IsZero() {
			return append(b, "null"...), nil
		}
		return field.AppendUnix(b, v, 9), nil
	case time.Duration:
		return appendSeconds(b, v, 9), nil
	case Seconds:
		return appendSeconds(b, v.Duration, 9), nil
	}
	text, err := json.Marshal(v)
	return append(b, text...), err
}
