package session

import (
	"context"
	"fmt"
	"net"
	"syscall"
)

// listen opens the socket of Options.Metrics before the process is confined.
func (s *Session) listen() error {
	if s.plan.Options.Metrics == "" {
		return nil
	}
	config := net.ListenConfig{KeepAlive: -1} // by a system call that the sandbox does not have
	l, err := config.Listen(context.Background(), "tcp", s.plan.Options.Metrics)
	if err != nil {
		return fmt.Errorf("--metrics: %w", err)
	}
	s.listener = l
	return nil
}

// Listener is the socket of Options.Metrics, nil without one.
func (s *Session) Listener() net.Listener { return s.listener }

// descriptors are those of a socket that listens; nil: there is none.
func descriptors(l net.Listener) (list []int, err error) {
	c, ok := l.(syscall.Conn)
	if !ok {
		return nil, nil
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return nil, err
	}
	err = raw.Control(func(fd uintptr) { list = append(list, int(fd)) })
	return list, err
}
