// Package forms reads key files and logs of every form into the records of package
// keys, and writes these records in some of the forms.
//
// Every form is recognised by its content. What is wrong with a line is a
// keys.Problem, which never quotes the line: keys stray into any column.
//
// # To add a form
//
// A file of its own with a type that satisfies form, a line in collector.forms, a
// test with samples between backquotes or in testdata, which the tests for secrets
// in messages and the fuzz tests read too, and a paragraph in docs/keys.md. A form
// that is written as well has a line in Written and in Append.
package forms

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/internal/keys"
)

// Limits of a key file. Logs are long, SAs are many, neither without end.
const (
	maxFile     = 1 << 30 // bytes
	maxLine     = 1 << 20
	maxRecords  = 1 << 20
	maxProblems = 100     // that are listed one by one
	maxIncludes = 64      // files that are named by files
	maxUnknown  = 1 << 22 // lines before the first that is known
)

// Read reads a key file of any form, or the files of Wireshark's tables in a
// folder: Wireshark's configuration, or the output of strongSwan's save-keys plugin.
// The error is of opening and reading; faults of lines are the Set's Problems.
func Read(name string) (*keys.Set, error) {
	r := &reader{set: &keys.Set{}}
	if st, err := os.Stat(name); err == nil && st.IsDir() {
		return r.set, r.readTables(name)
	}
	return r.set, r.read(name)
}

// A reader reads a key file, and the files that it names.
type reader struct {
	set      *keys.Set
	included int // files that were named by files
}

func (r *reader) read(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	return r.parse(file, f)
}

// readTables reads the tables in a folder. Not all of them need be there.
func (r *reader) readTables(dir string) error {
	missing := 0
	for _, table := range tables {
		err := r.read(filepath.Join(dir, table))
		if errors.Is(err, fs.ErrNotExist) {
			missing++
		} else if err != nil {
			return err
		}
	}
	if missing == len(tables) {
		return fmt.Errorf("%s: a folder without %s", dir, strings.Join(tables[:], ", "))
	}
	return nil
}

// Parse reads the text of a key file that is called name in messages.
func Parse(name string, in io.Reader) (*keys.Set, error) {
	r := &reader{set: &keys.Set{}}
	return r.set, r.parse(name, in)
}

// ParseSecrets reads the text of a decryption secrets block of a pcapng file,
// type 0x45535053: rows of esp_sa.
func ParseSecrets(name string, text []byte) *keys.Set {
	s, _ := Parse(name, bytes.NewReader(text)) // memory does not fail
	return s
}

func (r *reader) parse(name string, text io.Reader) error {
	s := r.set
	c := &collector{reader: r, place: keys.Place{File: name}, firstIKE: len(s.IKE), firstESP: len(s.ESP), firstProblem: len(s.Problems)}
	in, head, err := textOf(&io.LimitedReader{R: text, N: maxFile})
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return err
	}
	c.blank = len(bytes.TrimSpace(head)) == 0
	switch what := notText(head); {
	case what != "":
		c.problem(keys.Problem{Place: c.place, Text: what})
		return nil
	case bytes.HasPrefix(bytes.TrimSpace(head), []byte("{")) && !charonObject(head):
		c.kind = jsonWithoutKeys
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

// forms returns all forms in the order in which they are tried on a line. Rows of
// tables are unambiguous; forms of logs look for a few words in a line.
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

// lines passes the lines of a file to the forms. The form that took the previous
// line is tried first: some blocks continue over lines that no form could recognise
// alone.
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
			c.countUnknown()
			c.recognise(s)
			if c.unknown > maxUnknown && !c.table && !c.log {
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
