package forms

import (
	"fmt"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// xfrm appends e as ip xfrm state prints it.
func (w *writer) xfrm(e *keys.ESP) {
	spi, ok := e.SPI.Exact()
	if !e.Keyed() {
		w.await(e.Place, e.Name(), "its keys are still to be derived")
		return
	}
	if !ok {
		w.leave(e.Place, e.Name(), "an SA of Linux has one SPI")
		return
	}
	src, ok1 := xfrmAddr(e.Src, e.Dst)
	dst, ok2 := xfrmAddr(e.Dst, e.Src)
	if !ok1 || !ok2 {
		w.leave(e.Place, e.Name(), "an SA of Linux has an address for each end")
		return
	}
	encr, ok := xfrmEncrWords(e)
	if !ok {
		w.leave(e.Place, e.Name(), "Linux has no name for "+e.Encr.String())
		return
	}
	integ, ok := xfrmIntegWords(e)
	if !ok {
		w.leave(e.Place, e.Name(), "Linux has no name for "+e.Integ.String())
		return
	}
	mode := e.Mode
	if mode == keys.AnyMode {
		mode = keys.Tunnel
	}
	flag := ""
	if e.ESN {
		flag = " flag esn"
	}
	w.b = fmt.Appendf(w.b, "src %s dst %s\n\tproto esp spi 0x%08x reqid 0 mode %s\n\treplay-window 0%s\n%s%s", src, dst, spi, mode, flag, integ, encr)
	switch e.Encap {
	case keys.UDP:
		w.str("\tencap type espinudp sport 4500 dport 4500 addr 0.0.0.0\n")
	case keys.TCP:
		w.str("\tencap type espintcp sport 4500 dport 4500 addr 0.0.0.0\n")
	}
	if e.SeqHigh != 0 {
		w.b = fmt.Appendf(w.b, "\tanti-replay esn context:\n\t seq-hi 0x%x, seq 0x0, oseq-hi 0x%x, oseq 0x0\n", e.SeqHigh, e.SeqHigh)
	}
}

// xfrmAddr is an address; Linux writes any address as that of no host, of the
// family of the other end.
func xfrmAddr(a, other keys.Addr) (string, bool) {
	if x, ok := a.Exact(); ok {
		return x.String(), true
	}
	if !a.Any() {
		return "", false
	}
	if other.BitLen() == 128 {
		return "::", true
	}
	return "0.0.0.0", true
}

func xfrmEncrWords(e *keys.ESP) (string, bool) {
	name := e.Encr.Names().Kernel
	switch {
	case name == "":
		return "", false
	case e.Encr == ipsec.EncrNull:
		return "\tenc " + name + "\n", true
	case e.Encr.AEAD():
		return fmt.Sprintf("\taead %s 0x%x %d\n", name, []byte(e.Key), 8*e.Encr.ICVLen()), true
	}
	return fmt.Sprintf("\tenc %s 0x%x\n", name, []byte(e.Key)), true
}

func xfrmIntegWords(e *keys.ESP) (string, bool) {
	name := e.Integ.Names().Kernel
	switch {
	case e.Integ == ipsec.IntegNone:
		return "", true
	case name == "":
		return "", false // also an ICV whose algorithm is not known
	}
	return fmt.Sprintf("\tauth-trunc %s 0x%x %d\n", name, []byte(e.IntegKey), 8*e.Integ.ICVLen()), true
}
