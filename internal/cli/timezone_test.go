package cli

import (
	"testing"
	"time"
)

// TestPOSIXZone has its wants from `TZ=... date -d @SECONDS '+%F %T %Z'` of GNU
// coreutils 9.1 with glibc 2.36.
func TestPOSIXZone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		tz   string
		at   int64
		want string
	}{
		{"CET-1CEST,M3.5.0,M10.5.0/3", 1774745999, "2026-03-29 01:59:59 CET"},
		{"CET-1CEST,M3.5.0,M10.5.0/3", 1774746000, "2026-03-29 03:00:00 CEST"},
		{"CET-1CEST,M3.5.0,M10.5.0/3", 1792889999, "2026-10-25 02:59:59 CEST"},
		{"CET-1CEST,M3.5.0,M10.5.0/3", 1792890000, "2026-10-25 02:00:00 CET"},
		{"<+0330>-3:30", 1774746000, "2026-03-29 04:30:00 +0330"},
		{"<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", 1774742399, "2026-03-28 20:59:59 -03"},
		{"<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", 1774742400, "2026-03-28 21:00:00 -03"},
		{"AEST-10AEDT,M10.1.0,M4.1.0/3", 1775318399, "2026-04-05 02:59:59 AEDT"},
		{"AEST-10AEDT,M10.1.0,M4.1.0/3", 1775318400, "2026-04-05 02:00:00 AEST"},
		{"AEST-10AEDT,M10.1.0,M4.1.0/3", 1791043199, "2026-10-04 01:59:59 AEST"},
		{"AEST-10AEDT,M10.1.0,M4.1.0/3", 1791043200, "2026-10-04 03:00:00 AEDT"},
		{"AEST-10AEDT,M10.1.0,M4.1.0/3", 1767225600, "2026-01-01 11:00:00 AEDT"},
		{"XXX-2YYY,59,299/2", 1772229599, "2026-02-27 23:59:59 XXX"},
		{"XXX-2YYY,59,299/2", 1772229600, "2026-02-28 00:00:00 XXX"},
		{"XXX-2YYY,59,299/2", 1792969199, "2026-10-26 01:59:59 YYY"},
		{"XXX-2YYY,59,299/2", 1792969200, "2026-10-26 02:00:00 YYY"},
		{"JJJ8KKK,J60,J300", 1772359199, "2026-03-01 01:59:59 JJJ"},
		{"JJJ8KKK,J60,J300", 1772359200, "2026-03-01 03:00:00 KKK"},
		{"WGT3WGST,M3.5.6/22,M10.5.6/23", 1774746000, "2026-03-28 23:00:00 WGST"},
		{"ABC+5:45:30", 1774746000, "2026-03-28 19:14:30 ABC"},
		{":LHST-10:30LHDT-11,M10.1.0,M4.1.0", 1767225600, "2026-01-01 11:00:00 LHDT"},
	} {
		zone := posixZone(c.tz)
		if zone == nil {
			t.Errorf("TZ=%s is not read", c.tz)
			continue
		}
		if got := time.Unix(c.at, 0).In(zone).Format("2006-01-02 15:04:05 MST"); got != c.want {
			t.Errorf("TZ=%s: %d is %s, want %s", c.tz, c.at, got, c.want)
		}
	}
	for _, tz := range []string{"", ":", "UTC", "Europe/Berlin", "CET", "CET-1CEST,M3", "CET-1CEST,M3.5.0,M10.5.0/3x", "A5", "\n"} {
		if zone := posixZone(tz); zone != nil {
			t.Errorf("TZ=%q is read as %v", tz, zone)
		}
	}
}
