package ports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Limits of a services file: a longer one is not a services file.
const (
	maxFile   = 16 << 20 // bytes
	maxLine   = 4096     // bytes
	maxErrors = 10       // reported one by one
)

// A LineError is an invalid line of a services file.
type LineError struct {
	File string
	Line int // counted from 1
	Msg  string
}

func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg) }

// ParseServices reads a file in the form of services(5), named name in errors:
//
//	NAME PORT[-PORT]/PROTOCOL[/PROTOCOL]... [ALIAS]... [# DESCRIPTION]
//
// Runs of ports and several protocols in a row are an extension. Rows of
// protocols that systems list but that have no ports of ours (ddp, divert) are
// skipped. Every valid row is returned even when other rows are not; the error then
// joins a [*LineError] for each of the first maxErrors invalid rows.
func ParseServices(name string, r io.Reader) ([]Entry, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	} else if len(data) > maxFile {
		data, err = data[:maxFile], fmt.Errorf("%s: longer than %d MiB: not a services file", name, maxFile>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))

	var entries []Entry
	errs := []error{err}
	wrong, number := 0, 0
	for line := range bytes.Lines(data) {
		number++
		var msg string
		entries, msg = parseLine(entries, line)
		if msg == "" {
			continue
		}
		if wrong++; wrong <= maxErrors {
			errs = append(errs, &LineError{name, number, msg})
		}
	}
	if wrong > maxErrors {
		errs = append(errs, fmt.Errorf("%s: %d more lines are wrong", name, wrong-maxErrors))
	}
	return entries, errors.Join(errs...)
}

// parseLine appends the entries of one line.
func parseLine(entries []Entry, line []byte) ([]Entry, string) {
	if len(line) > maxLine {
		return entries, fmt.Sprintf("longer than %d bytes", maxLine)
	}
	row, comment, _ := strings.Cut(string(line), "#")
	words := strings.Fields(row)
	if len(words) == 0 {
		return entries, ""
	}
	for _, word := range words {
		if strings.IndexFunc(word, unprintable) >= 0 {
			return entries, fmt.Sprintf("%q holds a character that cannot be printed", word)
		}
	}
	if len(words) == 1 {
		return entries, fmt.Sprintf("no PORT/PROTOCOL after %q", words[0])
	}
	number, list, ok := strings.Cut(words[1], "/")
	if !ok {
		return entries, fmt.Sprintf("%q is not PORT/PROTOCOL", words[1])
	}
	ports, msg := parseRange(number)
	if msg != "" {
		return entries, msg
	}

	e := Entry{Ports: ports, Name: words[0], Aliases: words[2:], Description: describe(comment)}
	if len(e.Aliases) == 0 {
		e.Aliases = nil
	}
	whole := len(entries)
	for name := range strings.SplitSeq(list, "/") {
		if e.Proto, ok = ParseProto(name); ok {
			entries = append(entries, e)
		} else if !skipped(name) {
			return entries[:whole], fmt.Sprintf("unknown protocol %q (tcp, udp, sctp or dccp)", name)
		}
	}
	return entries, ""
}

// skipped reports whether name is a protocol that services files of some
// systems list and that has no ports: AppleTalk's, and BSD's divert sockets.
func skipped(name string) bool {
	return strings.EqualFold(name, "ddp") || strings.EqualFold(name, "divert")
}

// describe returns a comment as a description: one line of printable text.
func describe(comment string) string {
	comment = strings.Join(strings.Fields(strings.ToValidUTF8(comment, "\uFFFD")), " ")
	return strings.Map(func(r rune) rune {
		if unprintable(r) {
			return unicode.ReplacementChar
		}
		return r
	}, comment)
}

// unprintable reports whether r is a control character or invisible in a table.
func unprintable(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsPrint(r) }
