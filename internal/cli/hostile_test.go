package cli

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/stats"
)

// steering are texts that steer a terminal, a spreadsheet or an eye.
var steering = []string{
	"\x1b]0;x\a", "\x1b[2J", "\u202egnp", "\u2066", "\u200b", "\ufeff", "\U000e0041", "\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "\u009b31m",
	"\xff\x80", "\x00\x01", "=1+1", "@SUM(1)", "-1+1", "+x", "\t=1", "\r\n", "\n\n-------------------------\nDevice ID: forged\n", "</td><script>", "\u3164", "\ufe0f",
}

// steer replaces about half of the texts in a frame, by others of the same length.
func steer(r *rand.Rand, frame []byte) []byte {
	const least, headers = 4, 14
	frame = bytes.Clone(frame)
	for i := headers; i < len(frame); i++ {
		n := 0
		for i+n < len(frame) && (frame[i+n] >= ' ' && frame[i+n] < 0x7f || frame[i+n] == '\n') {
			n++
		}
		if n >= least && r.IntN(2) == 0 {
			var text []byte
			for len(text) < n {
				text = append(text, steering[r.IntN(len(steering))]...)
			}
			copy(frame[i:i+n], text)
		}
		i += n
	}
	return frame
}

// steeringCapture writes a capture with the frames of all fixtures, and such texts.
func steeringCapture(t *testing.T) string {
	t.Helper()
	names := []string{
		"01-ikev1-main-seed.pcap", "03-ikev1-aggressive-3des-md5.pcap", "08-ikev2-aes128gcm-ecp256.pcap", "16-cdp-topology-a.pcapng", "17-nat-overload.pcapng",
		"20-cdp-neighbors.pcapng", "20-http.pcap", "21-ikev1-payloads.pcap", "22-tls.pcap", "25-lldp-office.pcapng", "42-fdp-edp.pcapng", "46-ikev2-eap.pcap", "49-cdp-faults.pcapng",
	}
	r := rand.New(rand.NewPCG(1, 2))
	b := pcapHeader(nil)
	for _, name := range names {
		n := 0
		for p := range labtest.Packets(t, filepath.Join("../../fixtures/pcaps", name)) {
			if n++; p.Link != capture.LinkType(1) || n > 12 {
				continue
			}
			b = appendPcap(b, uint64(n), steer(r, p.Data))
			b = appendPcap(b, uint64(n), p.Data)
		}
	}
	name := filepath.Join(t.TempDir(), "steering.pcap")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// pcapHeader appends the header of a capture of Ethernet.
func pcapHeader(b []byte) []byte {
	for _, v := range []uint32{0xa1b2c3d4, 4<<16 | 2, 0, 0, 262144, 1} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// appendPcap appends a packet, n ten-microseconds after the first.
func appendPcap(b []byte, n uint64, frame []byte) []byte {
	us := 10 * n
	for _, v := range []uint32{1_700_000_000 + uint32(us/1e6), uint32(us % 1e6), uint32(len(frame)), uint32(len(frame))} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return append(b, frame...)
}

// statisticNames are requests for each statistic that there is.
func statisticNames() (names []string) {
	for _, syntax := range stats.Names() {
		syntax, _, _ = strings.Cut(syntax, "[")
		syntax = strings.ReplaceAll(strings.ReplaceAll(syntax, "SECONDS", "1"), "STREAM", "0")
		all := []string{""}
		for i, part := range strings.Split(syntax, ",") {
			var next []string
			for _, head := range all {
				for word := range strings.SplitSeq(part, "|") {
					if i > 0 {
						word = head + "," + word
					}
					next = append(next, word)
				}
			}
			all = next
		}
		names = append(names, all...)
	}
	return names
}

// reportLines are the words of each report, with an operand for those that want one.
func reportLines() (all [][]string) {
	for _, r := range reports() {
		words := strings.Fields(r.Words)
		if strings.HasPrefix(r.Operand, "NAME") {
			words = append(words, "*")
		}
		all = append(all, words)
	}
	return all
}

// No report and no statistic, in any format, lets a text steer what it is shown on.
func TestNothingSteers(t *testing.T) {
	labtest.Slow(t)
	file := steeringCapture(t)
	for i, words := range reportLines() {
		r := reports()[i]
		if r.Idle {
			continue
		}
		for _, format := range r.AllFormats() {
			args := slices.Concat([]string{"show"}, words, []string{"--no-sandbox", "--inside", "10.0.0.0/8", "--format", format, "-r", file})
			if !r.Inside {
				args = slices.DeleteFunc(args, func(s string) bool { return s == "--inside" || s == "10.0.0.0/8" })
			}
			checkSteady(t, args, format)
		}
	}
	checkSteady(t, []string{"report", "--no-sandbox", "-r", file}, "html")
	for _, format := range render.ReportFormats {
		checkSteady(t, []string{"diagnose", "--no-sandbox", "--format", format, "-r", file}, format)
		args := []string{"--no-sandbox", "-q", "--format", format, "-r", file}
		for _, name := range statisticNames() {
			args = append(args, "-z", name)
		}
		checkSteady(t, args, format)
	}
	for _, format := range []string{"text", "csv", "json", "ek", "psml", "tabs"} {
		checkSteady(t, []string{"--no-sandbox", "-T", format, "-r", file}, format)
	}
}

// checkSteady runs a command line and checks what it writes.
func checkSteady(t *testing.T, args []string, format string) {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(&session.Env{In: strings.NewReader(""), Out: &out, Err: &errs}, args); status != session.ExitOK && status != session.ExitInput {
		t.Errorf("%q: status %d: %s", args, status, errs.Bytes())
	}
	for _, b := range []*bytes.Buffer{&out, &errs} {
		if why := steers(b.Bytes()); why != "" {
			t.Errorf("%q: %s", args, why)
		}
	}
	if format != "csv" {
		return
	}
	for cell := range csvCells(out.Bytes()) {
		if cell != "" && cell != "-" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && !isDecimal(cell) {
			t.Errorf("%q: the cell %q is a formula", args, cell)
		}
	}
}

// csvCells yields the cells of a document, in quotes or not, whatever its shape.
func csvCells(document []byte) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for cell := ""; len(document) > 0; document = document[min(1, len(document)):] {
			if document[0] != '"' {
				end := bytes.IndexAny(document, ",\n")
				if end < 0 {
					end = len(document)
				}
				cell, document = string(document[:end]), document[end:]
			} else {
				end := 1
				for end < len(document) && (document[end] != '"' || end+1 < len(document) && document[end+1] == '"') {
					if document[end] == '"' {
						end++
					}
					end++
				}
				cell, document = string(document[1:end]), document[min(end+1, len(document)):]
			}
			if !yield(cell) {
				return
			}
		}
	}
}

func isDecimal(cell string) bool {
	var v float64
	n, err := fmt.Sscan(cell, &v)
	return n == 1 && (err == nil || err == io.EOF) && !strings.ContainsAny(cell, "xXiInN")
}

// steers says what in a text steers a terminal or deceives the eye; "" for nothing. A
// carriage return may end a line, as in HTTP; alone it has what follows cover the line.
func steers(text []byte) string {
	if !utf8.Valid(text) {
		return "no UTF-8"
	}
	marks := 0
	for i, r := range string(text) {
		if r >= ' ' && r < 0x7f || r == '\n' || r == '\t' { // most of a text, and fast
			marks = 0
			continue
		}
		if r == '\r' && bytes.HasPrefix(text[i+1:], []byte("\n")) {
			continue
		}
		if marks++; !unicode.In(r, unicode.Mn, unicode.Me) {
			marks = 0
		}
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) || marks > 4 {
			return fmt.Sprintf("%U in %q", r, text[max(0, i-40):min(len(text), i+20)])
		}
	}
	return ""
}

// Errors name files and words without what steers a terminal.
func TestErrorsDoNotSteer(t *testing.T) {
	const evil = "no \x1b]0;x\a such \u202e\u200b\nfile"
	for _, args := range [][]string{
		{"-r", evil}, {evil}, {"-d", evil}, {"-z", evil}, {"--" + evil}, {"--" + evil + "=1"}, {"show", evil}, {"show", "cdp", evil}, {"-Y", evil, "-r", "x"}, {"-T", evil, "-r", "x"}, {"-e", evil, "-T", "fields", "-r", "x"},
		{"keys", "--keys", evil}, {"keys", "--to", evil, "--keys", "x"}, {"help", evil}, {"ports", evil}, {"fields", evil}, {"diagnose", "--at", evil, "-r", "x"}, {"decrypt", "-r", evil, "-w", "x"}, {"completion", evil},
		{"-o", evil}, {"-w", evil, "-r", "/nonexistent"}, {"-i", evil, "--no-sandbox"}, {"-t", evil}, {"-c", evil}, {"--services", evil}, {"-C", evil}, {"--user", evil}, {"show", "nat", "translations", "--inside", evil, "-r", evil},
	} {
		var out, errs bytes.Buffer
		status := run(&session.Env{In: strings.NewReader(""), Out: &out, Err: &errs}, args)
		for _, b := range []*bytes.Buffer{&out, &errs} {
			if why := steers(b.Bytes()); why != "" || bytes.Contains(b.Bytes(), []byte("\nfile")) {
				t.Errorf("%q: status %d: %s %q", args, status, why, b.Bytes())
			}
		}
	}
}
