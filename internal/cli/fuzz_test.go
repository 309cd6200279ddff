package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// A mode is a command line without its capture, and what its output must be.
type mode struct {
	args  []string
	check func(out []byte) error
}

// written stands for the file that is written, objects for a folder.
const (
	written = "SAVED"
	objects = "OBJECTS"
)

// modes are every output there is.
func modes() (all []mode) {
	add := func(check func([]byte) error, args string) { all = append(all, mode{strings.Fields(args), check}) }
	forms := map[string]func([]byte) error{"table": isText, "json": isJSON, "csv": isCSV, "markdown": isText, "html": isHTML}
	for _, args := range []string{"-n", "-n -T tabs", "-n -V", "-n -x", "-V -x --color always", "-n -T fields -e frame.number -e ip.src -e _ws.col.info -e isakmp.vid_string -e cdp.deviceid"} {
		if strings.Contains(args, "--color") {
			add(isColored, args)
			continue
		}
		add(isText, args)
	}
	add(isCSV, "-T csv")
	add(isXML, "-T psml")
	add(isXML, "-T pdml")
	add(isJSON, "-T json")
	add(isJSON, "-T jsonraw")
	add(isJSONLines, "-T ek")
	add(isJSONLines, "-T ndjson")
	add(isText, "-n -Y isakmp||cdp||lldp||esp||http||dns")
	for _, z := range []string{"io,phs", "conv,cdp", "conv,isakmp", "conv,esp", "endpoints,ip", "expert", "io,stat,1,isakmp", "dns,tree", "flow,any,standard", "hosts"} {
		for _, format := range render.ReportFormats {
			add(forms[format], "-q -z "+z+" --format "+format)
		}
	}
	for _, r := range reports() {
		if r.Idle {
			continue
		}
		args := "show " + r.Words
		if strings.HasPrefix(r.Operand, "NAME") {
			args += " *"
		}
		for _, format := range render.ReportFormats {
			add(forms[format], args+" --format "+format)
		}
		if r.IOS {
			add(isText, args+" --format ios")
		}
		for _, format := range r.Formats {
			if format == "svg" {
				add(isXML, args+" --format svg")
			} else {
				add(isText, args+" --format "+format)
			}
		}
	}
	for _, format := range render.ReportFormats {
		add(forms[format], "diagnose --audit --format "+format)
	}
	add(nil, "-w "+written)
	add(nil, "-F pcap -w "+written)
	add(nil, "--compress gzip -w "+written)
	add(nil, "decrypt -w "+written+" --keys "+filepath.Join(pcaps, "08-ikev2-aes128gcm-ecp256.keys.json"))
	add(isText, "-q --export-objects http,"+objects)
	add(isText, "-n --keys "+filepath.Join(pcaps, "01-ikev1-main-seed.keys.json"))
	return all
}

// plain reports what steers a terminal or deceives the eye.
func plain(out []byte) error {
	if why := steers(out); why != "" {
		return errors.New(why)
	}
	return nil
}

func isText(out []byte) error { return plain(out) }

// isColored is text with the escape sequences of colours, of which packets have none.
func isColored(out []byte) error {
	return plain(regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAll(out, nil))
}

func isJSON(out []byte) error {
	if len(out) > 0 && !json.Valid(out) {
		return errors.New("no JSON")
	}
	return plain(out)
}

func isJSONLines(out []byte) error {
	for line := range bytes.Lines(out) {
		if len(bytes.TrimSpace(line)) > 0 && !json.Valid(line) {
			return fmt.Errorf("no JSON: %q", line)
		}
	}
	return plain(out)
}

func isCSV(out []byte) error {
	r := csv.NewReader(bytes.NewReader(out))
	r.FieldsPerRecord = -1 // several tables
	if _, err := r.ReadAll(); err != nil {
		return err
	}
	for cell := range csvCells(out) {
		if cell != "" && cell != "-" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && !isDecimal(cell) {
			return fmt.Errorf("the cell %q is a formula", cell)
		}
	}
	return plain(out)
}

func isXML(out []byte) error { return wellFormed(out, true) }

// isHTML takes what an XML parser does with HTML's entities and elements without an end.
func isHTML(out []byte) error { return wellFormed(out, false) }

func wellFormed(out []byte, strict bool) error {
	d := xml.NewDecoder(bytes.NewReader(out))
	if d.Strict = strict; !strict {
		d.AutoClose, d.Entity = xml.HTMLAutoClose, xml.HTMLEntity
	}
	for {
		if _, err := d.Token(); err == io.EOF {
			return plain(out)
		} else if err != nil {
			return err
		}
	}
}

// Bounds of a run over a few packets.
const (
	mostTime   = 20 * time.Second // on a machine that is busy with others as well
	mostMemory = 512 << 20        // bytes allocated
	mostFile   = 6 << 10
)

// FuzzCommand runs the command over edited captures in every output mode: the output is
// what its format says, nothing steers a terminal, the exit status is a documented one,
// and the counts of saved packets are those of the file.
func FuzzCommand(f *testing.F) {
	labtest.Slow(f)
	var files [][]byte
	for _, name := range []string{
		"16-cdp-topology-a.pcap", "25-lldp-office.pcapng", "42-fdp-edp.pcapng", "49-cdp-faults.pcapng", "08-ikev2-aes128gcm-ecp256.pcap", "01-ikev1-main-seed.pcap",
		"17-nat-overload.pcapng", "20-http.pcap", "50-carriers.pcap", "51-tcp-analysis.pcap", "44-journal.pcapng", "45-custom-blocks.pcapng", "18-loopback.any-sll2.pcap",
	} {
		b, err := os.ReadFile(filepath.Join(pcaps, name))
		if err != nil {
			f.Fatal(err)
		}
		files = append(files, b[:min(len(b), mostFile)])
	}
	all := modes()
	for i := range all {
		f.Add([]byte{byte(i), byte(i >> 8), byte(i), 0})
		if i < len(files) {
			f.Add([]byte{byte(i), 0, byte(i), 4, 1, 60, 0, 27, 2, 90, 1, 255, 0, 33, 2, 7, 4, 4, 4})
		}
	}
	before := debug.SetGCPercent(400) // each run makes its tables anew
	f.Cleanup(func() { debug.SetGCPercent(before) })
	dir := f.TempDir()
	in, out, exported := filepath.Join(dir, "in"), filepath.Join(dir, "out"), filepath.Join(dir, "objects")
	f.Fuzz(func(t *testing.T, input []byte) {
		c := labtest.NewChoices(input)
		m := all[(int(c.Byte())|int(c.Byte())<<8)%len(all)]
		data := files[c.Below(len(files))]
		for range 1 + c.Byte()%4 {
			data = c.Edit(data)
		}
		if err := os.WriteFile(in, data, 0o600); err != nil {
			t.Fatal(err)
		}
		args := append(slices.Clone(m.args), "-r", in)
		for i := range args {
			args[i] = strings.ReplaceAll(strings.ReplaceAll(args[i], written, out), objects, exported)
		}
		_, _ = os.Remove(out), os.RemoveAll(exported)
		var o, e bytes.Buffer
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		begin := time.Now()
		status := run(&session.Env{In: bytes.NewReader(nil), Out: &o, Err: &e}, args)
		took := time.Since(begin)
		runtime.ReadMemStats(&after)
		if status != session.ExitOK && status != session.ExitInput {
			t.Errorf("%q: exit status %d\n%s", m.args, status, e.Bytes())
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > mostMemory || took > mostTime {
			t.Errorf("%q: %v, %d bytes allocated", m.args, took, n)
		}
		if err := plain(e.Bytes()); err != nil {
			t.Errorf("%q: standard error: %v\n%q", m.args, err, e.Bytes())
		}
		checkFolder(t, dir)
		if m.check == nil {
			checkSaved(t, out, e.String())
		} else if err := m.check(o.Bytes()); err != nil {
			t.Errorf("%q: %v\n%q", m.args, err, o.Bytes())
		}
	})
}

// checkFolder looks for files other than those that were named.
func checkFolder(t *testing.T, dir string) {
	t.Helper()
	for _, pattern := range []string{"*", "objects/*/*", "objects/.*"} {
		names, _ := filepath.Glob(filepath.Join(dir, pattern))
		for _, name := range names {
			if pattern != "*" || !slices.Contains([]string{"in", "out", "objects"}, filepath.Base(name)) {
				t.Errorf("%s is written", name)
			}
		}
	}
}

// checkSaved reads what was saved: whole, and as many packets as were told.
func checkSaved(t *testing.T, name, told string) {
	t.Helper()
	match := regexp.MustCompile(`(?m)^(\d+) packets? saved$`).FindStringSubmatch(told)
	if match == nil {
		return // nothing could be read
	}
	n, err := countPackets(name)
	if err != nil || match[1] != fmt.Sprint(n) {
		t.Errorf("%s packets saved, %d in the file: %v", match[1], n, err)
	}
}

// countPackets reads a capture to its end.
func countPackets(name string) (n int, err error) {
	in, err := capture.Open(name, capture.Options{})
	if err != nil {
		return 0, err
	}
	defer in.Close()
	var p capture.Packet
	for {
		switch err := in.Next(&p); {
		case err == io.EOF:
			return n, nil
		case err != nil:
			return n, err
		}
		n++
	}
}
