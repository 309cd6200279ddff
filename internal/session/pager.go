package session

import (
	"cmp"
	"os"
	"os/signal"
	"slices"
	"strings"
)

// A pager is the program that shows a long text on the terminal, as git has it. It is
// started before the process is confined, which from then on could start none.
type pager struct {
	tty  *os.File      // the terminal that it shows the text on
	in   *os.File      // its standard input
	gone chan struct{} // closed when it has ended
}

// Write implements io.Writer.
func (p *pager) Write(b []byte) (int, error) { return p.in.Write(b) }

// File is the terminal.
func (p *pager) File() *os.File { return p.tty }

// pagerCommand is what the shell is given: PKTSCOPE_PAGER, else PAGER, else less; "" for
// none. "cat" is none, as it would do nothing.
func pagerCommand(env func(string) (string, bool), there func(program string) bool) string {
	command, given := env("PKTSCOPE_PAGER")
	if !given {
		command, _ = env("PAGER")
		command = cmp.Or(command, "less")
	}
	name, _, _ := strings.Cut(strings.TrimSpace(command), " ")
	if name == "" || name == "cat" || !strings.ContainsAny(name, "$`'\"\\(){};&|<>=~*?") && !there(name) {
		return ""
	}
	return command
}

// inPath reports whether the shell finds a program.
func inPath(program string) bool {
	names := []string{program}
	if !strings.ContainsRune(program, '/') {
		names = nil
		for _, folder := range strings.Split(os.Getenv("PATH"), string(os.PathListSeparator)) {
			names = append(names, cmp.Or(folder, ".")+"/"+program)
		}
	}
	return slices.ContainsFunc(names, func(name string) bool {
		st, err := os.Stat(name)
		return err == nil && st.Mode().IsRegular() && st.Mode().Perm()&0o111 != 0
	})
}

// Page has what follows on standard output shown by a pager, if that is a terminal and
// the user wants one. A pager that cannot be started is left out.
func (e *Env) Page() {
	tty := Terminal(e.Out)
	if tty == nil || e.NoPager || !e.OwnProcess || e.pager != nil || os.Getenv("TERM") == "dumb" || os.Getenv("TERM") == "" {
		return
	}
	command := pagerCommand(os.LookupEnv, inPath)
	if command == "" {
		return
	}
	if p := startPager(command, tty); p != nil {
		// An interrupt is for the pager and for the capture, not for the process that
		// waits for the pager.
		signal.Ignore(os.Interrupt)
		e.pager, e.Out = p, p
	}
}

// pagerEnviron is the environment with git's defaults for less and lv: less ends where the
// text fits the screen (F), shows colours (R) and leaves the text there (X).
func pagerEnviron(environ []string) []string {
	for _, value := range []string{"LESS=FRX", "LV=-c"} {
		name, _, _ := strings.Cut(value, "=")
		if !slices.ContainsFunc(environ, func(v string) bool { return strings.HasPrefix(v, name+"=") }) {
			environ = append(environ, value)
		}
	}
	return environ
}

// startPager starts it. Its end shows at the end of a pipe that it alone holds: no process
// can be waited for in the sandbox.
func startPager(command string, tty *os.File) *pager {
	in, write, err := os.Pipe()
	if err != nil {
		return nil
	}
	defer func() { _ = in.Close() }()
	read, held, err := os.Pipe()
	if err != nil {
		_ = write.Close()
		return nil
	}
	defer func() { _ = held.Close() }()
	_, err = os.StartProcess("/bin/sh", []string{"sh", "-c", command}, &os.ProcAttr{
		Env: pagerEnviron(os.Environ()), Files: []*os.File{in, tty, os.Stderr, held},
	})
	if err != nil {
		_ = write.Close()
		_ = read.Close()
		return nil
	}
	p := &pager{tty: tty, in: write, gone: make(chan struct{})}
	go func() {
		_, _ = read.Read(make([]byte, 1))
		close(p.gone)
	}()
	return p
}

// EndPager waits until the user has read the text.
func (e *Env) EndPager() {
	if e.pager == nil {
		return
	}
	signal.Ignore(os.Interrupt)
	_ = e.pager.in.Close()
	<-e.pager.gone
}

// endWithPager ends a run whose pager is gone.
func (s *Session) endWithPager() {
	p := s.env.pager
	if p == nil {
		return
	}
	end := s.interrupted.end
	go func() {
		<-p.gone
		end()
	}()
}

// longer reports whether a text has more lines than the terminal.
func longer(text string, tty *os.File) bool {
	rows := Height(tty)
	return rows > 0 && strings.Count(text, "\n") >= rows
}
