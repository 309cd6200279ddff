package capture

import (
	"fmt"
	"net/netip"
	"strings"
)

// Options end the body of most blocks: code(2) length(2) value, padded to 32
// bits (section 3.5).
const (
	optEnd         = 0
	optComment     = 1
	optCustomText  = 2988 // that may be copied
	optCustomBytes = 2989
)

// options calls do for each option in b.
func (f *pcapngFile) options(b []byte, do func(code uint16, value []byte) error) error {
	for len(b) > 0 {
		if len(b) < 4 {
			return f.damaged("option", "%d bytes, less than an option's header", len(b))
		}
		code, n := f.order.u16(b), int(f.order.u16(b[2:]))
		padded := (n + 3) &^ 3
		if b = b[4:]; padded > len(b) {
			return f.damaged("option", "option %d has %d bytes, %d are left in its block", code, n, len(b))
		}
		if code == optEnd {
			return nil
		}
		if err := do(code, b[:n]); err != nil {
			return err
		}
		b = b[padded:]
	}
	return nil
}

// text makes a string of an option. Its end may be marked with zeros.
func text(v []byte) string {
	s := string(v)
	if n := strings.IndexByte(s, 0); n >= 0 {
		s = s[:n]
	}
	return s
}

// interfaceOptions reads the options of an interface description block
// (section 4.2). A value of the wrong length is passed over.
func (f *pcapngFile) interfaceOptions(i *pcapngIface, b []byte) error {
	resolved := false
	return f.options(b, func(code uint16, v []byte) error {
		switch {
		case code == optComment:
			i.Comments = append(i.Comments, text(v))
		case code == 2:
			i.Name = text(v)
		case code == 3:
			i.Description = text(v)
		case code == 4 && len(v) == 8:
			i.Addresses = append(i.Addresses, ip4WithMask([4]byte(v), [4]byte(v[4:])))
		case code == 5 && len(v) == 17:
			i.Addresses = append(i.Addresses, fmt.Sprintf("%v/%d", netip.AddrFrom16([16]byte(v)), v[16]))
		case code == 6 && len(v) == 6:
			i.MAC = mac(v)
		case code == 8 && len(v) == 8:
			i.Speed = f.order.u64(v)
		case code == 9 && len(v) == 1 && !resolved: // the first counts
			i.res, resolved = newResolution(v[0]), true
		case code == 11 && len(v) > 0 && v[0] == 0: // a filter in libpcap's language
			i.Filter = text(v[1:])
		case code == 12:
			i.OS = text(v)
		case code == 13 && len(v) == 1:
			i.FCSLen = int(v[0])
		case code == 14 && len(v) == 8:
			i.Offset = int64(f.order.u64(v))
		case code == 15:
			i.Hardware = text(v)
		}
		return nil
	})
}

// ip4WithMask writes an address and its network mask as CIDR if the mask is
// one of a prefix.
func ip4WithMask(addr, mask [4]byte) string {
	m := bigEndian.u32(mask[:])
	ones := 0
	for ; m&(1<<31) != 0; m <<= 1 {
		ones++
	}
	if m != 0 {
		return fmt.Sprintf("%v/%v", netip.AddrFrom4(addr), netip.AddrFrom4(mask))
	}
	return netip.PrefixFrom(netip.AddrFrom4(addr), ones).String()
}

func mac(b []byte) string {
	var s []byte
	for i, c := range b {
		if i > 0 {
			s = append(s, ':')
		}
		s = fmt.Appendf(s, "%02x", c)
	}
	return string(s)
}
