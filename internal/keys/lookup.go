package keys

import (
	"bytes"
	"net/netip"
)

// AppendIKE appends the IKE SAs of a version that can have these SPIs: first the SAs
// with both SPIs, then with the initiator's alone, then without SPIs. A responder of
// 0 is not known yet.
func (r *Ring) AppendIKE(to []*IKE, version uint8, initiator, responder uint64) []*IKE {
	named := r.byInitiator[initiator]
	for _, k := range named {
		if k.Version == version && k.ResponderSPI != 0 && k.ResponderSPI == responder {
			to = append(to, k)
		}
	}
	for _, k := range named {
		if k.Version == version && (k.ResponderSPI == 0 || responder == 0) {
			to = append(to, k)
		}
	}
	for _, k := range r.unnamed {
		if k.Version == version && (k.ResponderSPI == 0 || responder == 0 || k.ResponderSPI == responder) {
			to = append(to, k)
		}
	}
	return to
}

// A Fit is how well an ESP SA's description fits a packet.
type Fit uint8

// The fits.
const (
	Fits       Fit = iota // every address and the SPI, be it by wildcards
	OtherEncap            // but not the encapsulation
	OtherAddr             // the SPI alone: before a NAT its ends have other addresses
)

// A Candidate is an ESP SA that a packet may be of. One whose Fit is Fits is certain,
// unless it is Guessed; any other needs a correct ICV.
type Candidate struct {
	*ESP
	Fit Fit
}

// maxElsewhere bounds how many SAs with other addresses are tried on a packet.
const maxElsewhere = 16

// AppendESP appends the keyed ESP SAs that a packet can be of, the likeliest
// first: SAs with SPI and destination, then with wildcards in the destination, then
// with wildcards in the SPI, then SAs of the same SPI between other addresses.
func (r *Ring) AppendESP(to []Candidate, spi uint32, src, dst netip.Addr, encap Encap) []Candidate {
	src, dst = src.Unmap(), dst.Unmap()
	first := len(to)
	for _, list := range [...][]*ESP{r.exact[spiDst{spi, dst}], r.bySPI[spi], r.loose} {
		for _, fit := range [...]Fit{Fits, OtherEncap} {
			for _, e := range list {
				other := e.Encap != AnyEncap && encap != AnyEncap && e.Encap != encap
				if other == (fit == OtherEncap) && e.SPI.Fits(spi) && e.Dst.Fits(dst) && e.Src.Fits(src) {
					to = append(to, Candidate{e, fit})
				}
			}
		}
	}
	last := len(to)
	for _, e := range r.sameSPI[spi] {
		if e.Keyed() && !has(to[first:last], e) {
			if to = append(to, Candidate{e, OtherAddr}); len(to) == last+maxElsewhere {
				break
			}
		}
	}
	return to
}

// AppendSPI appends the ESP SAs whose SPI is known to be spi, and those with wildcards
// that fit it.
func (r *Ring) AppendSPI(to []*ESP, spi uint32) []*ESP {
	to = append(to, r.sameSPI[spi]...)
	for _, e := range r.loose {
		if e.SPI.Fits(spi) {
			to = append(to, e)
		}
	}
	return to
}

func has(list []Candidate, e *ESP) bool {
	for i := range list {
		if list[i].ESP == e {
			return true
		}
	}
	return false
}

// AppendPFS appends the ESP SAs, keyed or not, whose source has the second
// Diffie-Hellman secret of an exchange, or a private exponent of it: SAs with the IKE
// SA and the exchange, or with one of the exchange's SPIs.
func (r *Ring) AppendPFS(to []*ESP, ike uint64, messageID uint32, spis ...uint32) []*ESP {
	for _, e := range r.byIKE[ike] {
		if e.hasPFS() && e.HasMessageID && e.MessageID == messageID {
			to = append(to, e)
		}
	}
	for _, spi := range spis {
		for _, e := range r.sameSPI[spi] {
			if e.hasPFS() && !(e.HasMessageID && e.IKE != 0) && (e.IKE == 0 || e.IKE == ike) {
				to = append(to, e)
			}
		}
	}
	return to
}

func (e *ESP) hasPFS() bool { return len(e.PFSSharedSecret)+len(e.PFSPrivate) > 0 }

// Has reports whether there is an SA with e's SPI, addresses, algorithms and
// keys.
func (r *Ring) Has(e *ESP) bool {
	list := r.loose
	if spi, ok := e.SPI.Exact(); ok {
		list = r.sameSPI[spi]
	}
	for _, x := range list {
		if x.SPI == e.SPI && x.Src == e.Src && x.Dst == e.Dst && x.Encr == e.Encr && x.Integ == e.Integ && bytes.Equal(x.Key, e.Key) && bytes.Equal(x.IntegKey, e.IntegKey) {
			return true
		}
	}
	return false
}
