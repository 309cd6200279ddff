package capture

import (
	"errors"
	"strconv"
)

// Kinds of faults in a capture. Every *Error wraps one of them.
var (
	ErrCutShort    = errors.New("cut short")
	ErrDamaged     = errors.New("damaged")
	ErrUnsupported = errors.New("not supported")
	ErrEmpty       = errors.New("empty file")
	ErrFormat      = errors.New("neither pcap nor pcapng")
	ErrRead        = errors.New("cannot be read")
	ErrWrite       = errors.New("cannot be written")
	ErrCreate      = errors.New("cannot be created")
	ErrInterface   = errors.New("cannot capture")
	ErrEnded       = errors.New("the capture ended")
	ErrPermission  = errors.New("no permission to capture")
)

// An Error is a fault of a capture file, with its place.
type Error struct {
	File   string
	Frame  uint64 // the frame that would have been next; 0: there is none yet, the file's head is at fault
	Offset int64  // where the record or block at fault begins, in the decompressed stream: up to here the file is good
	Field  string // the field at fault, as the format's specification names it, or ""
	Detail string // what was found and what was needed, or ""
	Kind   error  // one of the sentinels above
	Err    error  // of the system or a decompressor, or nil
}

func (e *Error) Error() string {
	b := append([]byte(e.File), ": "...)
	if e.Frame > 0 {
		b = append(b, "frame "...)
		b = strconv.AppendUint(b, e.Frame, 10)
		b = append(b, ", "...)
	}
	if e.hasPlace() {
		b = append(b, "byte "...)
		b = strconv.AppendInt(b, e.Offset, 10)
		b = append(b, ": "...)
	}
	b = append(b, e.Kind.Error()...)
	for _, s := range []string{e.Field, e.Detail} {
		if s != "" {
			b = append(append(b, ": "...), s...)
		}
	}
	if e.Err != nil {
		b = append(append(b, ": "...), e.Err.Error()...)
	}
	return string(b)
}

// hasPlace reports whether it matters where in the file the fault is.
func (e *Error) hasPlace() bool {
	switch e.Kind {
	case ErrRead: // from its beginning: it is not there, or not ours
		return e.Frame > 0 || e.Offset > 0
	case ErrEmpty, ErrFormat, ErrCreate, ErrInterface, ErrEnded, ErrPermission:
		return false
	}
	return true
}

// Unwrap lets errors.Is find the kind as well as the cause.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}
