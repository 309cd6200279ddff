package cli

import (
	"strconv"

	"github.com/pktscope/pktscope/internal/crypt"
)

// itoa is a number in a text.
func itoa[T ~int | ~uint8 | ~uint16 | ~uint32 | ~uint64](n T) string {
	return strconv.FormatUint(uint64(n), 10)
}

// transformSet is what protects an SA in the words of IOS's transform sets, ""
// where it is not known.
func (h *half) transformSet() string {
	encr, bits, integ, ok := h.algorithms()
	if !ok {
		return ""
	}
	s := iosCipher(encr, bits)
	if i := iosIntegrity(integ); i != "" && !encr.AEAD() {
		s += " " + i
	}
	return s
}

// algorithms are those that were negotiated or, where that was not read, those
// that opened packets.
func (h *half) algorithms() (encr crypt.Encr, bits int, integ crypt.Integ, ok bool) {
	if c := h.child; c != nil {
		if s, err := c.Suite(); err == nil {
			return s.Encr, s.KeyBits, s.Integ, true
		}
	}
	return h.Encr, 0, h.Integ, h.Decrypted > 0
}

func iosCipher(e crypt.Encr, bits int) string {
	size := ""
	if bits > 0 && bits != 128 {
		size = " " + strconv.Itoa(bits)
	}
	switch e {
	case crypt.EncrNull:
		return "esp-null"
	case crypt.EncrDES:
		return "esp-des"
	case crypt.Encr3DES:
		return "esp-3des"
	case crypt.EncrAESCBC:
		return "esp-aes" + size
	case crypt.EncrAESGCM8, crypt.EncrAESGCM12, crypt.EncrAESGCM16:
		return "esp-gcm" + size
	case crypt.EncrAESGMAC:
		return "esp-gmac" + size
	}
	return e.String() + size
}

func iosIntegrity(i crypt.Integ) string {
	switch i {
	case crypt.IntegNone:
		return ""
	case crypt.IntegMD5_96:
		return "esp-md5-hmac"
	case crypt.IntegSHA1_96:
		return "esp-sha-hmac"
	case crypt.IntegSHA2_256_128:
		return "esp-sha256-hmac"
	case crypt.IntegSHA2_384_192:
		return "esp-sha384-hmac"
	case crypt.IntegSHA2_512_256:
		return "esp-sha512-hmac"
	case crypt.IntegUnverified64, crypt.IntegUnverified96, crypt.IntegUnverified128, crypt.IntegUnverified160, crypt.IntegUnverified192, crypt.IntegUnverified256:
		return "(ICV of " + strconv.Itoa(8*i.ICVLen()) + " bits)"
	}
	return i.String()
}

// modeName is how packets are wrapped.
func (h *half) modeName() string {
	name := "Tunnel"
	switch {
	case h.child != nil && h.child.Transport():
		name = "Transport"
	case h.child == nil && h.Decrypted > 0 && !h.Inner.Tunnel:
		name = "Transport"
	case h.child == nil && h.Decrypted == 0:
		name = "mode unknown"
	}
	if h.Ports != [2]uint16{} {
		name += " UDP-Encaps"
	}
	return name
}
