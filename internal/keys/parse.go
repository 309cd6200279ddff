package keys

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Limits of a key file. Logs are long, SAs are many, neither without end.
const (
	maxFile     = 1 << 30 // bytes
	maxLine     = 1 << 20
	maxRecords  = 1 << 20
	maxProblems = 100     // that are told one by one
	maxIncludes = 64      // files that are named by files
	maxStrange  = 1 << 22 // lines before the first that is known
)

// A Set is what key files hold.
type Set struct {
	IKE      []*IKE
	ESP      []*ESP
	PSK      []*PSK
	Problems []*Problem

	included int // files that were named by files
}

// Empty reports whether there is no key.
func (s *Set) Empty() bool { return len(s.IKE)+len(s.ESP)+len(s.PSK) == 0 }

// Add adds what is in other.
func (s *Set) Add(other *Set) {
	s.IKE = append(s.IKE, other.IKE...)
	s.ESP = append(s.ESP, other.ESP...)
	s.PSK = append(s.PSK, other.PSK...)
	s.Problems = append(s.Problems, other.Problems...)
}

// Read reads a key file, whatever its form. The error is that of opening and
// reading; what is wrong with lines is among the Set's Problems.
func Read(file string) (*Set, error) {
	s := &Set{}
	return s, s.read(file)
}

func (s *Set) read(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	return s.parse(file, f)
}

// Parse reads the text of a key file that is called name in messages.
func Parse(name string, r io.Reader) (*Set, error) {
	s := &Set{}
	return s, s.parse(name, r)
}

// ParseSecrets reads the text of a decryption secrets block of a pcapng file,
// type 0x45535053: rows of esp_sa.
func ParseSecrets(name string, text []byte) *Set {
	s := &Set{}
	_ = s.parse(name, bytes.NewReader(text)) // memory does not fail
	return s
}

func (s *Set) parse(name string, r io.Reader) error {
	c := &collector{set: s, place: Place{File: name}, ikes: len(s.IKE), esps: len(s.ESP), told: len(s.Problems)}
	in := bufio.NewReaderSize(&io.LimitedReader{R: r, N: maxFile}, 64<<10)
	head, err := in.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return err
	}
	switch {
	case bytes.IndexByte(head, 0) >= 0:
		c.problem(Problem{Place: c.place, Text: "not a text: no key file"})
		return nil
	case bytes.HasPrefix(bytes.TrimSpace(head), []byte("{")):
		err = c.json(in)
	default:
		err = c.lines(in)
	}
	c.finish()
	return err
}

// A form reads the lines of one kind of key file.
type form interface {
	// line reads one line. It reports false for a line that is not the form's,
	// which then goes to the next form.
	line(s string) bool
	// end is called behind the last line.
	end()
}

// forms are asked in this order. A table's rows cannot be mistaken for anything
// else; those that read logs look for a few words in lines.
func (c *collector) forms() []form {
	return []form{
		&uat{c: c},
		&tcpdump{c: c},
		&xfrm{c: c},
		&setkey{c: c},
		&fortigate{c: c},
		&vpp{c: c},
		&routeros{c: c},
		&strongswan{c: c},
		&libreswan{c: c},
		&racoon{c: c},
	}
}

// lines hands the lines of a file to the forms. The form that took the last
// line is asked first: the blocks of some go on over lines that say little by
// themselves.
func (c *collector) lines(in *bufio.Reader) error {
	forms := c.forms()
	last := forms[0]
	for {
		s, err := c.next(in)
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			for _, f := range forms {
				f.end()
			}
			return err
		}
		if strings.TrimSpace(s) == "" || c.full {
			continue
		}
		if last.line(s) {
			continue
		}
		taken := false
		for _, f := range forms {
			if f != last && f.line(s) {
				last, taken = f, true
				break
			}
		}
		if !taken && !strings.HasPrefix(strings.TrimSpace(s), "#") {
			c.strange()
			if c.unknown > maxStrange && !c.table && !c.log {
				return nil
			}
		}
	}
}

// next returns the next line without its end. Of a line that is too long for
// any form, nothing is returned but a problem.
func (c *collector) next(in *bufio.Reader) (string, error) {
	var line []byte
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) > maxLine {
			long = true
		} else {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && (len(line) == 0 && !long || !errors.Is(err, io.EOF)) {
			return "", err
		}
		c.place.Line++
		if long {
			c.fail("", "", "longer than "+strconv.Itoa(maxLine)+" bytes")
			return "", nil
		}
		return strings.TrimRight(string(line), "\r\n"), nil
	}
}

// A collector gathers what the forms find in one file.
type collector struct {
	set   *Set
	place Place // the line that is being read

	table    bool // a table's row was seen, in which nothing else should stand
	log      bool // a log's line was seen, most of whose lines say nothing
	first    int  // the first line that nobody knows
	unknown  int  // how many there are
	problems int
	records  int
	full     bool

	ikes, esps, told int // how many others there were before
}

// strange counts a line that nobody knows.
func (c *collector) strange() {
	if c.unknown == 0 {
		c.first = c.place.Line
	}
	c.unknown++
}

// finish puts records and problems in the order of their lines, and says what can only be
// said at the end.
func (c *collector) finish() {
	if c.set.included == 0 {
		slices.SortStableFunc(c.set.IKE[c.ikes:], func(a, b *IKE) int { return a.Place.Line - b.Place.Line })
		slices.SortStableFunc(c.set.ESP[c.esps:], func(a, b *ESP) int { return a.Place.Line - b.Place.Line })
		slices.SortStableFunc(c.set.Problems[c.told:], func(a, b *Problem) int { return a.Place.Line - b.Place.Line })
	}
	whole := Place{File: c.place.File}
	if c.table && !c.log && c.unknown > 0 {
		text := "no known form of a key"
		if c.unknown > 1 {
			text += ", and " + strconv.Itoa(c.unknown-1) + " more lines"
		}
		c.problem(Problem{Place: Place{c.place.File, c.first}, Text: text})
	}
	if more := c.problems - maxProblems; more > 0 {
		c.set.Problems = append(c.set.Problems, &Problem{Place: whole, Text: strconv.Itoa(more) + " more problems"})
	}
	if c.records == 0 && c.problems == 0 {
		c.problem(Problem{Place: whole, Text: "no key in any known form"})
	}
}

// problem keeps p, if there are not too many already.
func (c *collector) problem(p Problem) {
	if c.problems++; c.problems <= maxProblems {
		c.set.Problems = append(c.set.Problems, &p)
	}
}

// fail reports what is wrong with the line that is being read.
func (c *collector) fail(sa, field, text string) { c.failAt(c.place, sa, field, text) }

func (c *collector) failAt(at Place, sa, field, text string) {
	c.problem(Problem{Place: at, SA: sa, Field: field, Text: text})
}

// room counts a record, and reports whether there is room for it.
func (c *collector) room() bool {
	if c.full {
		return false
	}
	if c.records++; c.records > maxRecords {
		c.full = true
		c.fail("", "", "more than "+strconv.Itoa(maxRecords)+" keys: the rest is left out")
		return false
	}
	return true
}

// include reads a file that is named in this one.
func (c *collector) include(name string) {
	if c.set.included++; c.set.included > maxIncludes {
		c.fail("", "file", "more than "+strconv.Itoa(maxIncludes)+" files that are named by files")
		return
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(filepath.Dir(c.place.File), name)
	}
	before := len(c.set.IKE) + len(c.set.ESP) + len(c.set.PSK)
	if err := c.set.read(name); err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err // the name is the user's, or a key that strayed
		}
		c.fail("", "file", err.Error())
	}
	c.records += max(1, len(c.set.IKE)+len(c.set.ESP)+len(c.set.PSK)-before)
}
