package report

import (
	"syscall"
	"unsafe"
)

// keepSuspendKey has a raw terminal send SIGTSTP for Ctrl-Z, to all programs of a pipeline:
// the shell waits until all of them have stopped. Ctrl-C and Ctrl-\ stay keys.
func keepSuspendKey(fd int) {
	var t syscall.Termios
	if !ioctl(fd, syscall.TCGETS, &t) {
		return
	}
	t.Lflag |= syscall.ISIG
	t.Cc[syscall.VINTR], t.Cc[syscall.VQUIT] = 0, 0 // _POSIX_VDISABLE
	ioctl(fd, syscall.TCSETS, &t)
}

func ioctl(fd int, request uintptr, t *syscall.Termios) bool {
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), request, uintptr(unsafe.Pointer(t)))
	return errno == 0
}
