package keys

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// Descriptions of records without their keys.

// Name is the SA's name in messages: "ESP 0x12345678".
func (e *ESP) Name() string { return "ESP " + e.SPI.String() }

// Name is the SA's name in messages: "IKE 79e273920dff4f05".
func (k *IKE) Name() string {
	spi := k.InitiatorSPI
	if spi == 0 {
		spi = k.ResponderSPI
	}
	if spi == 0 {
		return "IKE SA"
	}
	return "IKE " + hex64(spi)
}

// SPIs are both SPIs of the SA: "79e273920dff4f05:4d1bf395abda3f43", a "*" for
// one that is not known.
func (k *IKE) SPIs() string {
	return spiOrStar(k.InitiatorSPI) + ":" + spiOrStar(k.ResponderSPI)
}

func spiOrStar(spi uint64) string {
	if spi == 0 {
		return "*"
	}
	return hex64(spi)
}

// hex64 is n as 16 digits, as SPIs and cookies are written.
func hex64(n uint64) string {
	return hex.EncodeToString(binary.BigEndian.AppendUint64(nil, n))
}

// Transform names what was negotiated, as far as it is known: "ikev1
// aes-cbc-128 sha1 group 2".
func (k *IKE) Transform() string {
	b := []byte("ikev" + strconv.Itoa(int(k.Version)))
	if k.Encr != 0 {
		b = append(b, ' ')
		b = append(b, EncrName(k.Encr)...)
		if bits := k.keyBits(); bits != 0 && k.Encr.KeyLengths().Max > k.Encr.KeyLengths().Min {
			b = strconv.AppendInt(append(b, '-'), int64(bits), 10)
		}
	}
	if k.Hash != 0 {
		b = append(append(b, ' '), HashName(k.Hash)...)
	}
	if k.Integ != ipsec.IntegNone {
		b = append(append(b, ' '), IntegName(k.Integ)...)
	}
	if k.PRF != 0 {
		b = append(append(b, " prf-"...), PRFName(k.PRF)...)
	}
	if k.Group != 0 {
		b = strconv.AppendInt(append(b, " group "...), int64(k.Group), 10)
	}
	return string(b)
}

// Holds names the secrets that are there.
func (k *IKE) Holds() (names []string) {
	for _, list := range [...][]named{k.cipherKeys(), k.integKeys(), k.prfKeys(), {
		{"shared secret", k.SharedSecret}, {"private exponent", k.DHPrivate}, {"pre-shared key", k.PSK}, {"post-quantum pre-shared key", k.PPK},
	}} {
		for _, f := range list {
			if len(f.key) > 0 {
				names = append(names, f.name)
			}
		}
	}
	return names
}

// Transform names the algorithms: "aes-cbc-128 hmac-sha1-96"; "" where the
// source does not.
func (e *ESP) Transform() string {
	if e.Encr == 0 {
		return ""
	}
	s := EncrName(e.Encr)
	if l := e.Encr.KeyLengths(); l.Max > l.Min && len(e.Key) > 0 {
		s += "-" + strconv.Itoa(8*(len(e.Key)-e.Encr.SaltLen()))
	}
	if e.Integ != ipsec.IntegNone {
		s += " " + IntegName(e.Integ)
	}
	if e.ESN {
		s += " esn"
	}
	if e.Guessed {
		s += " (guessed)"
	}
	return strings.TrimSpace(s)
}

// Holds names the secrets that are there.
func (e *ESP) Holds() (names []string) {
	for _, f := range [...]named{
		{"encryption key", e.Key}, {"authentication key", e.IntegKey},
		{"PFS shared secret", e.PFSSharedSecret}, {"PFS private exponent", e.PFSPrivate},
	} {
		if len(f.key) > 0 {
			names = append(names, f.name)
		}
	}
	return names
}

// keyBits is the length of the cipher's key, as it was negotiated or as it is.
func (k *IKE) keyBits() int {
	if k.KeyBits == 0 && len(k.SKei) > 0 {
		return 8 * (len(k.SKei) - k.Encr.SaltLen())
	}
	return k.KeyBits
}
