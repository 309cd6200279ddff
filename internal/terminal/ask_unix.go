//go:build linux || darwin

package terminal

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// patience is how long a terminal may take to answer: one that is far away is slower
// than that, and is treated as one that does not know.
const patience = 200 * time.Millisecond

// maxReply bounds what is read of a terminal.
const maxReply = 256

// ask asks the terminal after its background, and returns what it answers; nothing
// where somebody else has the terminal, or has typed already.
func ask(in, out *os.File) []byte {
	fd := int(in.Fd())
	front, err := unix.IoctlGetInt(fd, unix.TIOCGPGRP)
	if err != nil || front != unix.Getpgrp() || ready(fd, 0) { // in the background a change of its mode would stop this process
		return nil
	}
	saved, err := term.MakeRaw(fd)
	if err != nil {
		return nil
	}
	defer func() { _ = term.Restore(fd, saved) }()
	if _, err := out.WriteString(question); err != nil {
		return nil
	}
	var reply []byte
	for end := time.Now().Add(patience); !answered(reply) && len(reply) < maxReply && ready(fd, time.Until(end)); {
		var b [64]byte
		n, err := unix.Read(fd, b[:])
		if n <= 0 || err != nil {
			break
		}
		reply = append(reply, b[:n]...)
	}
	return reply
}

// ready reports whether there is something to read within a time.
func ready(fd int, within time.Duration) bool {
	for end := time.Now().Add(within); ; {
		left := max(0, time.Until(end))
		poll := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
		n, err := unix.Poll(poll, int((left+time.Millisecond-1)/time.Millisecond))
		if err == unix.EINTR {
			continue
		}
		return err == nil && n > 0 && poll[0].Revents&unix.POLLIN != 0
	}
}
