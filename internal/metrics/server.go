// Package metrics tells counts of a run to Prometheus while it goes on: GET /metrics on a
// socket that was opened before the process was confined.
package metrics

import (
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/net/netutil"
)

// What a client may take.
const (
	maxConnections = 16
	maxHeader      = 8 << 10
	headerSlop     = 4 << 10 // that net/http reads beyond what it is told
	requestTime    = 5 * time.Second
	answerTime     = 10 * time.Second
	idleTime       = 2 * time.Minute // between two scrapes
	// fresh is how long a page is given again: making one has packets wait.
	fresh = time.Second
)

// A Server answers with pages.
type Server struct {
	http *http.Server
	page func() []byte

	mu   sync.Mutex
	last []byte
	made time.Time
}

// Serve answers on l with what page makes, until Close.
func Serve(l net.Listener, page func() []byte) *Server {
	s := &Server{page: page}
	s.http = &http.Server{
		Handler: http.HandlerFunc(s.answer), DisableGeneralOptionsHandler: true, ErrorLog: log.New(io.Discard, "", 0),
		ReadTimeout: requestTime, ReadHeaderTimeout: requestTime, WriteTimeout: answerTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader - headerSlop,
	}
	go func() { _ = s.http.Serve(netutil.LimitListener(l, maxConnections)) }()
	return s
}

// Close ends all connections.
func (s *Server) Close() { _ = s.http.Close() }

// answer answers GET /metrics, and nothing else.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	switch {
	case r.URL.Path != "/metrics":
		http.Error(w, "there is /metrics", http.StatusNotFound)
		return
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		http.Error(w, "GET alone", http.StatusMethodNotAllowed)
		return
	}
	b := s.current()
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	_, _ = w.Write(b) // a client that is gone has no use of an error
}

// current is the page, made anew where it is not fresh.
func (s *Server) current() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := time.Now(); s.last == nil || now.Sub(s.made) >= fresh {
		s.last, s.made = s.page(), now
	}
	return s.last
}
