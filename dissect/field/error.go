package field

import (
	"errors"
	"strconv"
)

var (
	// ErrTruncated: the capture stopped before the packet did.
	ErrTruncated = errors.New("truncated by capture")
	// ErrMalformed: the packet's own lengths do not hold.
	ErrMalformed = errors.New("malformed")
)

// An Error says which field could not be read, and where.
type Error struct {
	Def        *Def
	Off        int // in the buffer that was read
	Need, Have int // bytes; Need < 0: a value that cannot be
	Err        error
}

func (e *Error) Error() string {
	name := e.Def.Name
	if name == "" {
		name = e.Def.Label
	}
	s := name + " at byte " + strconv.Itoa(e.Off) + ": " + e.Err.Error()
	if e.Need < 0 {
		return s
	}
	unit := " bytes"
	if e.Need == 1 {
		unit = " byte"
	}
	return s + ": need " + strconv.Itoa(e.Need) + unit + ", have " + strconv.Itoa(e.Have)
}

func (e *Error) Unwrap() error { return e.Err }
