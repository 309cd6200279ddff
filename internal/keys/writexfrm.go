package keys

import (
	"fmt"

	"github.com/pktscope/pktscope/internal/crypt"
)

// xfrm appends e as ip xfrm state prints it.
func (w *writer) xfrm(e *ESP) {
	spi, ok := e.SPI.Exact()
	if !e.Keyed() {
		w.leave(e.Place, e.name(), "its keys are still to be derived")
		return
	}
	if !ok {
		w.leave(e.Place, e.name(), "an SA of Linux has one SPI")
		return
	}
	src, ok1 := xfrmAddr(e.Src, e.Dst)
	dst, ok2 := xfrmAddr(e.Dst, e.Src)
	if !ok1 || !ok2 {
		w.leave(e.Place, e.name(), "an SA of Linux has an address for each end")
		return
	}
	encr, ok := xfrmEncrWords(e)
	if !ok {
		w.leave(e.Place, e.name(), "Linux has no name for "+e.Encr.String())
		return
	}
	integ, ok := xfrmIntegWords(e)
	if !ok {
		w.leave(e.Place, e.name(), "Linux has no name for "+e.Integ.String())
		return
	}
	mode := e.Mode
	if mode == AnyMode {
		mode = Tunnel
	}
	flag := ""
	if e.ESN {
		flag = " flag esn"
	}
	w.b = fmt.Appendf(w.b, "src %s dst %s\n\tproto esp spi 0x%08x reqid 0 mode %s\n\treplay-window 0%s\n%s%s", src, dst, spi, mode, flag, integ, encr)
	switch e.Encap {
	case UDP:
		w.str("\tencap type espinudp sport 4500 dport 4500 addr 0.0.0.0\n")
	case TCP:
		w.str("\tencap type espintcp sport 4500 dport 4500 addr 0.0.0.0\n")
	}
	if e.SeqHigh != 0 {
		w.b = fmt.Appendf(w.b, "\tanti-replay esn context:\n\t seq-hi 0x%x, seq 0x0, oseq-hi 0x%x, oseq 0x0\n", e.SeqHigh, e.SeqHigh)
	}
}

// xfrmAddr is an address; Linux writes any address as that of no host, of the
// family of the other end.
func xfrmAddr(a, other Addr) (string, bool) {
	if x, ok := a.Exact(); ok {
		return x.String(), true
	}
	if !a.Any() {
		return "", false
	}
	if other.value.Is6() {
		return "::", true
	}
	return "0.0.0.0", true
}

func xfrmEncrWords(e *ESP) (string, bool) {
	name := ""
	switch e.Encr {
	case crypt.EncrNull:
		return "\tenc ecb(cipher_null)\n", true
	case crypt.EncrAESCBC:
		name = "cbc(aes)"
	case crypt.Encr3DES:
		name = "cbc(des3_ede)"
	case crypt.EncrDES:
		name = "cbc(des)"
	case crypt.EncrCAST:
		name = "cbc(cast5)"
	case crypt.EncrBlowfish:
		name = "cbc(blowfish)"
	case crypt.EncrTwofishCBC:
		name = "cbc(twofish)"
	case crypt.EncrCamelliaCBC:
		name = "cbc(camellia)"
	case crypt.EncrSerpentCBC:
		name = "cbc(serpent)"
	case crypt.EncrAESCTR:
		name = "rfc3686(ctr(aes))"
	case crypt.EncrCamelliaCTR:
		name = "rfc3686(ctr(camellia))"
	case crypt.EncrAESGCM8, crypt.EncrAESGCM12, crypt.EncrAESGCM16:
		name = "rfc4106(gcm(aes))"
	case crypt.EncrAESCCM8, crypt.EncrAESCCM12, crypt.EncrAESCCM16:
		name = "rfc4309(ccm(aes))"
	case crypt.EncrAESGMAC:
		name = "rfc4543(gcm(aes))"
	case crypt.EncrChaCha20Poly1305:
		name = "rfc7539esp(chacha20,poly1305)"
	default:
		return "", false
	}
	if e.Encr.AEAD() {
		return fmt.Sprintf("\taead %s 0x%x %d\n", name, []byte(e.Key), 8*e.Encr.ICVLen()), true
	}
	return fmt.Sprintf("\tenc %s 0x%x\n", name, []byte(e.Key)), true
}

func xfrmIntegWords(e *ESP) (string, bool) {
	name := ""
	switch e.Integ {
	case crypt.IntegNone:
		return "", true
	case crypt.IntegMD5_96, crypt.IntegMD5_128:
		name = "hmac(md5)"
	case crypt.IntegSHA1_96, crypt.IntegSHA1_160:
		name = "hmac(sha1)"
	case crypt.IntegSHA2_256_96, crypt.IntegSHA2_256_128:
		name = "hmac(sha256)"
	case crypt.IntegSHA2_384_192:
		name = "hmac(sha384)"
	case crypt.IntegSHA2_512_256:
		name = "hmac(sha512)"
	case crypt.IntegRIPEMD160_96:
		name = "hmac(rmd160)"
	case crypt.IntegAESXCBC_96:
		name = "xcbc(aes)"
	case crypt.IntegAESCMAC_96:
		name = "cmac(aes)"
	default:
		return "", false // also an ICV of which nobody knows how it is made
	}
	return fmt.Sprintf("\tauth-trunc %s 0x%x %d\n", name, []byte(e.IntegKey), 8*e.Integ.ICVLen()), true
}
