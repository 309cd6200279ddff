//go:build linux && cgo

package cli

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/session"
)

// A process is a pktscope that captures.
type process struct {
	t   *testing.T
	cmd *exec.Cmd
	out *bufio.Reader
	err *bufio.Reader
	log bytes.Buffer // what err has said
}

// capturing starts pktscope and returns when it listens.
func (w *wire) capturing(args ...string) *process {
	w.t.Helper()
	p := start(w.t, args...)
	for n := strings.Count(strings.Join(args, " "), "-i "); n > 0; n-- {
		p.until("listening on ")
	}
	return p
}

func start(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command("pktscope", args...)}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	errs, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out, p.err = bufio.NewReader(out), bufio.NewReader(errs)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	hung := time.AfterFunc(time.Minute, func() { _ = p.cmd.Process.Kill() })
	t.Cleanup(func() {
		hung.Stop()
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
	})
	return p
}

// until reads standard error up to a line that begins with that.
func (p *process) until(begin string) {
	p.t.Helper()
	for {
		line, err := p.err.ReadString('\n')
		p.log.WriteString(line)
		if strings.HasPrefix(line, begin) {
			return
		}
		if err != nil {
			p.t.Fatalf("no %q in: %s", begin, p.log.String())
		}
	}
}

// row reads the next line of standard output.
func (p *process) row() string {
	p.t.Helper()
	line, err := p.out.ReadString('\n')
	if err != nil {
		p.t.Fatalf("%v after %q; %s", err, line, p.log.String())
	}
	return line
}

func (p *process) signal(s syscall.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

// ends waits for the end, which must have that exit status, and returns what
// was left of the two outputs.
func (p *process) ends(status int) (out, errs string) {
	p.t.Helper()
	o, _ := io.ReadAll(p.out)
	e, _ := io.ReadAll(p.err)
	p.log.Write(e)
	_ = p.cmd.Wait()
	if got := p.cmd.ProcessState.ExitCode(); got != status {
		p.t.Errorf("exit status %d, want %d: %s", got, status, p.log.String())
	}
	return string(o), p.log.String()
}

// count is the number before a word in tcpdump's report.
func count(t *testing.T, report, what string) int {
	t.Helper()
	m := regexp.MustCompile(`(?m)^(\d+) packets? `+what+`$`).FindAllStringSubmatch(report, -1)
	if m == nil {
		t.Fatalf("no %q in %s", what, report)
	}
	n, _ := strconv.Atoi(m[len(m)-1][1])
	return n
}

// saved reads the numbers of the frames in a capture.
func saved(t *testing.T, name string) (numbers []int) {
	t.Helper()
	for p := range labtest.Packets(t, name) {
		n := int(p.Data[14])<<24 | int(p.Data[15])<<16 | int(p.Data[16])<<8 | int(p.Data[17])
		if !bytes.Equal(p.Data, testFrame(n, len(p.Data))) {
			t.Errorf("%s: frame %d: %x", name, p.Number, p.Data)
		}
		numbers = append(numbers, n)
	}
	return numbers
}

// numbers counts from first to last.
func numbers(first, last int) (all []int) {
	for i := first; i <= last; i++ {
		all = append(all, i)
	}
	return all
}

func TestLiveTable(t *testing.T) {
	w := newWire(t)
	p := w.capturing("-i", "va", "-c", "3")
	w.send(1, 1, 60)
	p.row()                                                                                 // the header, which comes with the first packet
	if row := p.row(); !strings.Contains(row, "    1 ") || !strings.Contains(row, " 60 ") { // at once, while the capture goes on
		t.Errorf("row: %q", row)
	}
	w.send(2, 2, 100)
	rows, report := p.ends(0)
	if n := strings.Count(rows, "\n"); n != 2 {
		t.Errorf("%d more rows: %s", n, rows)
	}
	for what, n := range map[string]int{"captured": 3, "displayed": 3, "received by filter": 3, "dropped by kernel": 0, "dropped by interface": 0} {
		if got := count(t, report, what); got != n {
			t.Errorf("%d packets %s, want %d", got, what, n)
		}
	}
}

func TestLiveInterfaces(t *testing.T) {
	w := newWire(t)
	p := w.capturing("-i", "va", "-i", "vb", "-i", "any", "-T", "fields", "-e", "frame.interface_name", "-c", "4")
	w.send(1, 1, 60)
	var got []string
	for range 4 { // it leaves vb and arrives at va; "any" sees both
		got = append(got, strings.TrimSpace(p.row()))
	}
	slices.Sort(got)
	if want := []string{"any", "any", "va", "vb"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	p.ends(0)
}

func TestLiveFilter(t *testing.T) {
	w := newWire(t)
	p := w.capturing("-i", "va", "-f", "ether[14:4] = 5 or len > 200", "-w", "-", "-c", "2")
	w.send(1, 9, 60)
	w.send(10, 1, 201)
	out, _ := p.ends(0)
	name := filepath.Join(t.TempDir(), "f.pcapng")
	if err := os.WriteFile(name, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := saved(t, name); !slices.Equal(got, []int{5, 10}) {
		t.Errorf("saved %v", got)
	}
	p = start(t, "-i", "va", "-f", "tcp prt 80")
	if _, report := p.ends(2); !strings.Contains(report, "syntax error") {
		t.Errorf("report: %s", report)
	}
}

// listening starts tcpdump, which says on standard error that it captures.
func listening(t *testing.T, dump *exec.Cmd) *exec.Cmd {
	t.Helper()
	said, err := dump.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := dump.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(said).ReadString('\n'); err != nil {
		t.Fatal(line, err)
	}
	return dump
}

// Nothing that has arrived before the signal is lost, and the file is what
// tcpdump has written of the same packets.
func TestLiveSave(t *testing.T) {
	w := newWire(t)
	folder := t.TempDir()
	theirs := filepath.Join(folder, "theirs.pcap")
	tcpdump, err := exec.LookPath("tcpdump")
	if err != nil {
		t.Skip("tcpdump is not installed")
	}
	dump := listening(t, exec.Command(tcpdump, "-i", "va", "-w", theirs, "-c", "500", "--time-stamp-precision=nano", "-Z", "root"))
	ours := map[string]*process{}
	for _, format := range []string{"pcap", "pcapng"} {
		ours[format] = w.capturing("-i", "va", "-F", format, "-w", filepath.Join(folder, "ours."+format))
	}
	w.send(1, 500, 90)
	for format, p := range ours {
		p.signal(syscall.SIGINT)
		out, report := p.ends(0)
		if out != "" || count(t, report, "saved") != 500 {
			t.Errorf("%s: %q, %s", format, out, report)
		}
	}
	if err := dump.Wait(); err != nil {
		t.Fatal(err)
	}
	for format := range ours {
		sameCaptures(t, theirs, filepath.Join(folder, "ours."+format))
	}
}

func TestLiveRing(t *testing.T) {
	w := newWire(t)
	folder := t.TempDir()
	p := w.capturing("-i", "va", "-w", filepath.Join(folder, "a.b.pcapng"), "-b", "packets:2", "-b", "files:2", "-c", "7")
	w.send(1, 7, 60)
	p.ends(0)
	names, _ := filepath.Glob(filepath.Join(folder, "*"))
	if len(names) != 2 {
		t.Fatalf("files: %q", names)
	}
	for i, want := range []string{`a\.b_00003_\d{14}\.pcapng$`, `a\.b_00004_\d{14}\.pcapng$`} {
		if !regexp.MustCompile(want).MatchString(names[i]) {
			t.Errorf("%s, want %s", names[i], want)
		}
	}
	if a, b := saved(t, names[0]), saved(t, names[1]); !slices.Equal(a, []int{5, 6}) || !slices.Equal(b, []int{7}) {
		t.Errorf("%v, %v", a, b)
	}
}

// Large frames, of which few fit a chunk of the queue, come whole and in their order.
func TestLiveLarge(t *testing.T) {
	w := newWire(t)
	for _, name := range []string{"va", "vb"} {
		w.ip("link", "set", name, "mtu", "65535")
	}
	name := filepath.Join(t.TempDir(), "a.pcapng")
	const sent = 500
	p := w.capturing("-i", "va", "-B", "64", "-w", name, "-c", strconv.Itoa(sent))
	w.send(1, sent, 60_000)
	p.ends(0)
	if got := saved(t, name); !slices.Equal(got, numbers(1, sent)) {
		t.Errorf("%d packets", len(got))
	}
}

// A file's time passes on a silent wire too.
func TestLiveRingDuration(t *testing.T) {
	w := newWire(t)
	folder := t.TempDir()
	p := w.capturing("-i", "va", "-w", filepath.Join(folder, "a.pcap"), "-b", "duration:0.2", "-a", "files:3", "-F", "pcap")
	w.send(1, 1, 60)
	// The third file is the last; its end is seen with the next packet or
	// alarm.
	p.ends(0)
	names, _ := filepath.Glob(filepath.Join(folder, "*"))
	if len(names) != 3 {
		t.Errorf("files: %q", names)
	}
}

func TestLiveAutostop(t *testing.T) {
	w := newWire(t)
	name := filepath.Join(t.TempDir(), "a.pcap")
	p := w.capturing("-i", "va", "-w", name, "-F", "pcap", "-a", "packets:3")
	w.send(1, 5, 60)
	p.ends(0)
	if got := saved(t, name); !slices.Equal(got, numbers(1, 3)) {
		t.Errorf("packets: %v", got)
	}
	p = w.capturing("-i", "va", "-w", name, "-F", "pcap", "-a", "filesize:1", "-P")
	w.send(1, 20, 84) // 24 bytes and 100 a packet: the tenth reaches 1000
	rows, _ := p.ends(0)
	if got := saved(t, name); !slices.Equal(got, numbers(1, 10)) || strings.Count(rows, "\n") != 11 {
		t.Errorf("filesize: %v\n%s", got, rows)
	}
	p = w.capturing("-i", "va", "-a", "duration:0.3")
	p.ends(0)
}

// What comes after the last packet that is captured is not lost, though the process goes on:
// nobody takes its rows. The kernel's buffer has room until the last one has been read.
func TestLiveDropsAfterEnd(t *testing.T) {
	w := newWire(t)
	const wanted = 5000
	p := w.capturing("-i", "va", "-B", "64", "-c", strconv.Itoa(wanted), "-V")
	w.send(1, wanted, 60)
	w.send(wanted+1, afterStop, 1500)
	_, report := p.ends(0)
	if captured, dropped := count(t, report, "captured"), count(t, report, "dropped by kernel"); captured != wanted || dropped != 0 {
		t.Errorf("%d packets captured, %d dropped", captured, dropped)
	}
}

// While the process stands still the kernel's buffer runs over; every packet is
// counted as captured or as dropped.
func TestLiveDrops(t *testing.T) {
	w := newWire(t)
	p := w.capturing("-i", "va", "-B", "1", "-w", filepath.Join(t.TempDir(), "a.pcapng"))
	p.signal(syscall.SIGSTOP)
	const sent = 5000
	w.send(1, sent, 1000)
	p.signal(syscall.SIGINT)
	p.signal(syscall.SIGCONT)
	_, report := p.ends(0)
	got, dropped := count(t, report, "saved"), count(t, report, "dropped by kernel")
	if dropped == 0 || got == 0 || got+dropped != sent {
		t.Errorf("%d saved and %d dropped of %d", got, dropped, sent)
	}
}

// Where packets are handed on one by one, a burst of 128 has room, even while the process
// stands still.
func TestLiveImmediate(t *testing.T) {
	w := newWire(t)
	p := w.capturing("-i", "va", "-l")
	p.signal(syscall.SIGSTOP)
	const sent = 128
	w.send(1, sent, 1000)
	p.signal(syscall.SIGINT)
	p.signal(syscall.SIGCONT)
	_, report := p.ends(0)
	if got, dropped := count(t, report, "captured"), count(t, report, "dropped by kernel"); got != sent || dropped != 0 {
		t.Errorf("%d captured and %d dropped of %d", got, dropped, sent)
	}
}

func TestLiveCounts(t *testing.T) {
	w := newWire(t)
	p := w.capturing("-i", "va")
	w.send(1, 2, 60)
	p.row() // the header
	p.row()
	p.row()
	p.signal(syscall.SIGUSR1)
	p.until("2 packets captured")
	p.until("0 packets dropped by interface")
	w.send(3, 1, 60)
	p.row()
	p.signal(syscall.SIGTERM)
	if _, report := p.ends(0); count(t, report, "captured") != 3 {
		t.Errorf("report: %s", report)
	}
}

// A disk without room: an error that names the file, which is whole.
func TestLiveDiskFull(t *testing.T) {
	w := newWire(t)
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("mounts are not allowed here: %v", err)
	}
	name := filepath.Join(folder, "a.pcapng")
	p := w.capturing("-i", "va", "-w", name)
	w.send(1, 500, 1000)
	_, report := p.ends(2)
	if !strings.Contains(report, name+": byte ") || !strings.Contains(report, "no space left on device") {
		t.Errorf("report: %s", report)
	}
	got := saved(t, name)
	if len(got) < 50 || !slices.Equal(got, numbers(1, len(got))) {
		t.Errorf("%d packets: %v", len(got), got)
	}
	oracle(t, name)
	if err := syscall.Unmount(folder, 0); err != nil {
		t.Error(err)
	}
}

// What was written a second ago survives a kill.
func TestLiveKilled(t *testing.T) {
	w := newWire(t)
	name := filepath.Join(t.TempDir(), "a.pcapng")
	p := w.capturing("-i", "va", "-w", name)
	oracle(t, name) // with no packet it is a capture already
	w.send(1, 100, 60)
	sent, st := time.Now(), int64(0)
	for deadline := time.Now().Add(20 * time.Second); len(saved(t, name)) < 100; {
		if time.Now().After(deadline) {
			t.Fatalf("%d bytes after %v", st, time.Since(sent))
		}
		time.Sleep(5 * time.Millisecond) // a file tells no one that it has grown
	}
	w.send(101, 100, 60)
	p.signal(syscall.SIGKILL)
	p.ends(-1)
	if got := saved(t, name); len(got) < 100 || !slices.Equal(got, numbers(1, len(got))) {
		t.Errorf("saved %v", got)
	}
	oracle(t, name)
}

// Without the capability the message says what grants it.
func TestLivePermission(t *testing.T) {
	newWire(t)
	const prCapBSetDrop, capNetRaw = 24, 13
	if _, _, err := syscall.RawSyscall(syscall.SYS_PRCTL, prCapBSetDrop, capNetRaw, 0); err != 0 {
		t.Skipf("dropping capabilities is not allowed here: %v", err)
	}
	p := start(t, "-i", "va")
	if _, report := p.ends(2); !strings.Contains(report, "setcap cap_net_raw,cap_net_admin=eip /") {
		t.Errorf("report: %s", report)
	}
}

// oracle has other programs read a capture; they must not complain.
func oracle(t *testing.T, name string) {
	t.Helper()
	for _, c := range [][]string{{"tshark", "-n", "-r", name}, {"capinfos", name}, {"tcpdump", "-n", "-r", name}} {
		if _, err := exec.LookPath(c[0]); err != nil {
			continue
		}
		cmd := exec.Command(c[0], c[1:]...)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		err := cmd.Run()
		complaint := regexp.MustCompile(`(?m)^(Running as user.*|reading from file.*|\s*)$`).ReplaceAllString(errs.String(), "")
		if err != nil || strings.TrimSpace(complaint) != "" {
			t.Errorf("%v: %v: %s", c, err, errs.String())
		}
	}
}

// sameCaptures compares the packets of two captures: bytes, lengths and times.
func sameCaptures(t *testing.T, a, b string) {
	t.Helper()
	x, err1 := digest(a)
	y, err2 := digest(b)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	if !slices.Equal(x, y) {
		for i := range min(len(x), len(y)) {
			if x[i] != y[i] {
				t.Errorf("packet %d: %s in %s, %s in %s", i+1, x[i], a, y[i], b)
				return
			}
		}
		t.Errorf("%d packets in %s, %d in %s", len(x), a, len(y), b)
	}
}

// What an interrupted capture counted is told.
func TestLiveStatistics(t *testing.T) {
	w := newWire(t)
	p := w.capturing("-i", "va", "-q", "-z", "endpoints,eth", "--format", "csv")
	w.send(1, 5, 60)
	p.signal(syscall.SIGINT)
	out, _ := p.ends(0)
	const want = "address,frames,bytes,tx_frames,tx_bytes,rx_frames,rx_bytes\n02:00:00:00:00:01,5,300,5,300,0,0\n02:00:00:00:00:02,5,300,0,0,5,300\n"
	if out != want {
		t.Errorf("%s, want\n%s", out, want)
	}
}

// Names of interfaces, in which Linux allows most bytes, do not steer the terminal.
func TestLiveNamesDoNotSteer(t *testing.T) {
	w := newWire(t)
	names := []string{"a\x1b[31mz", "\u202egnp", "\xff\x9b2J"}
	for i, name := range names {
		w.ip("link", "add", name, "type", "veth", "peer", "name", "peer"+strconv.Itoa(i))
		w.ip("link", "set", name, "up")
	}
	lines := [][]string{{"-D"}, {"show", "interfaces"}}
	for _, name := range names {
		lines = append(lines, []string{"-L", "-i", name}, []string{"-i", name, "-y", "none"})
	}
	for _, args := range lines {
		var out, errs bytes.Buffer
		run(&session.Env{In: strings.NewReader(""), Out: &out, Err: &errs}, args)
		if !strings.Contains(out.String()+errs.String(), "none") && !strings.Contains(out.String(), "EN10MB") && !strings.Contains(out.String(), "31mz") {
			t.Errorf("%q: no interface in %q, %q", args, &out, &errs)
		}
		for _, b := range []*bytes.Buffer{&out, &errs} {
			if why := steers(b.Bytes()); why != "" {
				t.Errorf("%q: %s", args, why)
			}
		}
	}
}
