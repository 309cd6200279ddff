package capture

import (
	"slices"
	"testing"
	"time"
)

func TestAbsence(t *testing.T) {
	var told []string
	a := absence{name: "va", notify: func(n Notice) { told = append(told, n.Interface+": "+n.Text) }}
	begin := time.Unix(1e9, 0)
	for _, s := range []struct {
		at     time.Duration // since begin
		p      presence
		passed uint64
	}{
		{0, up, 0}, {time.Second, unknown, 0},
		{10 * time.Second, down, 0}, {11 * time.Second, down, 0}, {13 * time.Second, up, 0},
		{20 * time.Second, down, 0}, {21 * time.Second, gone, 0}, {22 * time.Second, gone, 0}, {23500 * time.Millisecond, up, 7},
		{30 * time.Second, gone, 0}, {31 * time.Second, down, 0}, {32 * time.Second, up, 0},
		{40 * time.Second, closed, 0},
	} {
		a.see(s.p, begin.Add(s.at), s.passed)
	}
	want := []string{
		"va: the interface is down; the capture goes on when it is up",
		"va: the interface is up after 3s",
		"va: the interface is down; the capture goes on when it is up",
		"va: the interface disappeared; the capture goes on when it is back",
		"va: the interface is back after 3.5s; packets that it counted before, and that are not captured: 7",
		"va: the interface disappeared; the capture goes on when it is back",
		"va: the interface is back after 1s; it is down",
		"va: the interface is up after 2s",
		"va: the interface disappeared",
	}
	if !slices.Equal(told, want) || a.missed.Load() != 7 {
		t.Errorf("%d missed, %q", a.missed.Load(), told)
	}
}
