package ios

import (
	"fmt"
	"net/netip"
	"strconv"
	"time"

	"github.com/pktscope/pktscope/internal/track/ike"
)

// SPI writes an SPI of ESP or AH as IOS does: "0xC0FFEE(12648430)".
func SPI(spi uint32) string { return fmt.Sprintf("0x%X(%d)", spi, spi) }

// HexSPI writes an SPI of ESP or AH for programs: "0x00c0ffee".
func HexSPI(spi uint32) string { return fmt.Sprintf("0x%08x", spi) }

// IKESPI writes an SPI of IKE, or a cookie of IKEv1: 16 hexadecimal digits.
func IKESPI(spi ike.SPI) string { return fmt.Sprintf("%x", spi) }

// Clock writes the time of day to the millisecond: "14:03:59.120".
func Clock(t time.Time) string { return t.Format("15:04:05.000") }

// HMS writes a duration in whole seconds as IOS counts down: "23:59:34".
// Negative durations are "00:00:00".
func HMS(d time.Duration) string {
	s := int64(max(0, d) / time.Second)
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

// Uptime writes a duration as IOS does how long something has been up: "11:12:24" of
// less than a day, then "1d02h", "7w0d", "1y3w".
func Uptime(d time.Duration) string {
	const day, week, year = 24, 7 * 24, 52 * 7 * 24
	switch hours := int64(max(0, d) / time.Hour); {
	case hours < day:
		return HMS(d)
	case hours < week:
		return fmt.Sprintf("%dd%02dh", hours/day, hours%day)
	case hours < year:
		return fmt.Sprintf("%dw%dd", hours/week, hours%week/day)
	default:
		return fmt.Sprintf("%dy%dw", hours/year, hours%year/week)
	}
}

// OrUnknown returns s, or "unknown" for the empty text.
func OrUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

// OrNumber returns name, or the number v if there is no name. It is empty for 0,
// which stands for a value that no message had.
func OrNumber(name string, v uint16) string {
	switch {
	case v == 0:
		return ""
	case name == "":
		return strconv.Itoa(int(v))
	}
	return name
}

// Ident writes the traffic of a selector: "address/mask/protocol/port", or
// "first-last/protocol/port" for addresses that are no network. A port of 0 is
// any port; of several, the first and the last are named. It is empty for the zero
// value.
func Ident(s ike.Selector) string {
	if !s.IsValid() {
		return ""
	}
	port := strconv.Itoa(int(s.PortFirst))
	if s.PortFirst == 0 && s.PortLast == 0xffff {
		port = "0"
	} else if s.PortLast != s.PortFirst {
		port += "-" + strconv.Itoa(int(s.PortLast))
	}
	tail := fmt.Sprintf("/%d/%s", s.Protocol, port)
	p, ok := s.Prefix()
	if !ok {
		return s.First.String() + "-" + s.Last.String() + tail
	}
	return Network(p) + tail
}

// Network writes a network: "10.0.0.0/255.255.255.0". IPv6 has the prefix length
// for its mask.
func Network(p netip.Prefix) string {
	if p.Addr().Is6() {
		return p.String()
	}
	mask := ^uint32(0)
	if p.Bits() < 32 {
		mask <<= 32 - p.Bits()
	}
	return p.Addr().String() + "/" + netip.AddrFrom4([4]byte{byte(mask >> 24), byte(mask >> 16), byte(mask >> 8), byte(mask)}).String()
}
