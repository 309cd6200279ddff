package report

import (
	"testing"
	"time"
)

func TestMoment(t *testing.T) {
	local := time.FixedZone("UTC+2", 2*60*60)
	defer func(l *time.Location) { time.Local = l }(time.Local)
	time.Local = local
	first := time.Date(2026, 11, 22, 1, 2, 3, 5e8, local) // 1795302123.5
	for _, c := range []struct {
		at   string
		want time.Time
	}{
		{"1795302125", time.Unix(1795302125, 0)},
		{"1795302125.123456789", time.Unix(1795302125, 123456789)},
		{"1795302125.5", time.Unix(1795302125, 5e8)},
		{"+1.25", time.Unix(1795302124, 75e7)},
		{"+0", first},
		{"2026-11-22T01:02:05Z", time.Unix(1795302125+2*60*60, 0)},
		{"2026-11-22T01:02:05.5+02:00", time.Unix(1795302125, 5e8)},
		{"2026-11-22 01:02:05", time.Unix(1795302125, 0)},
		{"2026-11-22T01:02:05.25", time.Unix(1795302125, 25e7)},
		{"2026-11-22 01:02", time.Unix(1795302120, 0)},
		{"2026-11-22", time.Date(2026, 11, 22, 0, 0, 0, 0, local)},
		{"01:02:05.75", time.Unix(1795302125, 75e7)},
		{"01:02", time.Unix(1795302120, 0)},
	} {
		m, err := ParseMoment(c.at)
		if err != nil || !m.set {
			t.Errorf("%s: %v", c.at, err)
			continue
		}
		if got := m.resolve(first); !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", c.at, got, c.want)
		}
	}
	for _, s := range []string{"end", ""} {
		if m, err := ParseMoment(s); err != nil || m.set {
			t.Errorf("%q: %v, %v", s, m, err)
		}
	}
	for _, s := range []string{"now", "-5", "+-5", "1.2.3", "1e9", "+", "25:00", ".5", "1.+5"} {
		if m, err := ParseMoment(s); err == nil {
			t.Errorf("%q: %v", s, m)
		}
	}
}
