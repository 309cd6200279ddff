package crypt

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// A lab is one of fixtures/pcaps/*.keys.json: what strongSwan said of its keys
// when the capture beside it was made.
type lab struct {
	name      string
	capture   string // its path
	IKE       []labIKE
	ESP       []labESP
	Decrypted map[string][]string `json:"decrypted_messages"`
}

type labIKE struct {
	Version                int
	PRF, Hash, Encr, Integ string
	Bits                   int         `json:"encr_key_bits"`
	Group                  ipsec.Group `json:"dh_group"`
	CookieI                hexBytes    `json:"initiator_cookie"`
	CookieR                hexBytes    `json:"responder_cookie"`
	SPIi                   hexBytes    `json:"spi_i"`
	SPIr                   hexBytes    `json:"spi_r"`
	NonceI                 hexBytes    `json:"nonce_i"`
	NonceR                 hexBytes    `json:"nonce_r"`
	PSK                    hexBytes
	Shared                 hexBytes `json:"dh_shared_secret"`
	Private                hexBytes `json:"dh_private"`
	Public                 hexBytes `json:"dh_public"`
	SKEYID                 hexBytes
	SKEYIDd                hexBytes `json:"skeyid_d"`
	SKEYIDa                hexBytes `json:"skeyid_a"`
	SKEYIDe                hexBytes `json:"skeyid_e"`
	EncrKey                hexBytes `json:"enc_key"`
	SKEYSEED               hexBytes
	SKd                    hexBytes `json:"sk_d"`
	SKai                   hexBytes `json:"sk_ai"`
	SKar                   hexBytes `json:"sk_ar"`
	SKei                   hexBytes `json:"sk_ei"`
	SKer                   hexBytes `json:"sk_er"`
	SKpi                   hexBytes `json:"sk_pi"`
	SKpr                   hexBytes `json:"sk_pr"`
}

type labESP struct {
	IKE, Src, Dst, SPI, Encr, Auth string
	EncrKey                        hexBytes `json:"encr_key"`
	AuthKey                        hexBytes `json:"auth_key"`
	Ni, Nr                         hexBytes
	PFSGroup                       ipsec.Group `json:"pfs_group"`
	PFS                            hexBytes    `json:"pfs_shared_secret"`
}

func labs(t testing.TB) (all []lab) {
	files, err := filepath.Glob("../../fixtures/pcaps/*.keys.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		var l lab
		readJSON(t, file, &l)
		l.capture = strings.TrimSuffix(file, ".keys.json") + ".pcap"
		l.name = strings.TrimSuffix(filepath.Base(file), ".keys.json")
		all = append(all, l)
	}
	return all
}

// params are the keys of an ESP SA as the lab has them.
func (e *labESP) params(t testing.TB) Params {
	t.Helper()
	encr, _, ok := ipsec.ParseEncr(e.Encr)
	integ, ok2 := ipsec.ParseInteg(e.Auth)
	if !ok || !ok2 {
		t.Fatal(e.Encr, e.Auth)
	}
	return Params{encr, Secret(e.EncrKey), integ, Secret(e.AuthKey)}
}

func (e *labESP) suite(t testing.TB) ipsec.Suite {
	p := e.params(t)
	return ipsec.Suite{Encr: p.Encr, KeyBits: (len(p.EncrKey) - p.Encr.SaltLen()) * 8, Integ: p.Integ}
}

func (e *labESP) spi(t testing.TB) uint32 {
	n, err := strconv.ParseUint(e.SPI, 0, 32)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(n)
}

func (p Params) equal(q Params) bool {
	return p.Encr == q.Encr && p.Integ == q.Integ && bytes.Equal(p.EncrKey, q.EncrKey) && bytes.Equal(p.IntegKey, q.IntegKey)
}

func (k *labIKE) v1(t testing.TB) (IKEv1, ipsec.Encr) {
	h, ok := ipsec.ParseHash(k.Hash)
	e, _, ok2 := ipsec.ParseEncr(k.Encr)
	if !ok || !ok2 {
		t.Fatal(k.Hash, k.Encr)
	}
	return IKEv1{h, k.CookieI, k.CookieR, k.NonceI, k.NonceR}, e
}

func (k *labIKE) v2(t testing.TB) IKEv2 {
	prf, ok := ipsec.ParsePRF(k.PRF)
	e, _, ok2 := ipsec.ParseEncr(k.Encr)
	i, ok3 := ipsec.ParseInteg(k.Integ)
	if !ok || !ok2 || !ok3 {
		t.Fatal(k.PRF, k.Encr, k.Integ)
	}
	return IKEv2{prf, ipsec.Suite{Encr: e, KeyBits: k.Bits, Integ: i}, k.SPIi, k.SPIr, k.NonceI, k.NonceR}
}

// TestDerivationOfStrongSwan derives every key that strongSwan told, from the
// one before it.
func TestDerivationOfStrongSwan(t *testing.T) {
	var ike1, ike2, esp, pfs, exponents int
	for _, l := range labs(t) {
		check := func(what string, got Secret, err error, want []byte) {
			t.Helper()
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: %s: %x, %v, want %x", l.name, what, []byte(got), err, want)
			}
		}
		for _, k := range l.IKE {
			if len(k.Private) > 0 {
				public, err := Public(k.Group, Secret(k.Private))
				check("public value", public, err, k.Public)
				exponents++
			}
			switch k.Version {
			case 1:
				ike1++
				x, encr := k.v1(t)
				skeyid, err := x.SKEYIDFromPSK(Secret(k.PSK))
				check("SKEYID", skeyid, err, k.SKEYID)
				keys, err := x.Keys(skeyid, Secret(k.Shared))
				check("SKEYID_d", keys.D, err, k.SKEYIDd)
				check("SKEYID_a", keys.A, err, k.SKEYIDa)
				check("SKEYID_e", keys.E, err, k.SKEYIDe)
				key, err := EncrKey(x.Hash, keys.E, encr, k.Bits)
				check("Ka", key, err, k.EncrKey)
			case 2:
				ike2++
				x := k.v2(t)
				skeyseed, err := x.SKEYSEED(Secret(k.Shared))
				check("SKEYSEED", skeyseed, err, k.SKEYSEED)
				keys, err := x.Keys(skeyseed)
				check("SK_d", keys.D, err, k.SKd)
				check("SK_ai", keys.Ai, err, k.SKai)
				check("SK_ar", keys.Ar, err, k.SKar)
				check("SK_ei", keys.Ei, err, k.SKei)
				check("SK_er", keys.Er, err, k.SKer)
				check("SK_pi", keys.Pi, err, k.SKpi)
				check("SK_pr", keys.Pr, err, k.SKpr)
			}
		}
		for i, e := range l.ESP {
			k := l.ikeOf(t, e.IKE)
			esp++
			if len(e.PFS) > 0 {
				pfs++
			}
			if k.Version == 1 {
				x, _ := k.v1(t)
				got, err := QuickMode{x.Hash, Secret(k.SKEYIDd), Secret(e.PFS), e.Ni, e.Nr}.Child(e.suite(t), e.spi(t))
				if err != nil || !got.equal(e.params(t)) {
					t.Errorf("%s: ESP %s: other keys, %v", l.name, e.SPI, err)
				}
				continue
			}
			// Both directions come of one exchange. The initiator of all of these
			// was the same side.
			initiator, responder, err := ChildSA{k.v2(t).PRF, Secret(k.SKd), Secret(e.PFS), e.Ni, e.Nr, nil}.Child(e.suite(t))
			got := initiator
			if i%2 == 1 {
				got = responder
			}
			if err != nil || !got.equal(e.params(t)) {
				t.Errorf("%s: ESP %s: other keys, %v", l.name, e.SPI, err)
			}
		}
	}
	if ike1 == 0 || ike2 == 0 || esp == 0 || pfs == 0 || exponents == 0 {
		t.Errorf("%d IKEv1, %d IKEv2, %d ESP, %d with PFS, %d exponents", ike1, ike2, esp, pfs, exponents)
	}
}

func (l *lab) ikeOf(t testing.TB, id string) *labIKE {
	for i := range l.IKE {
		if k := &l.IKE[i]; hex.EncodeToString(k.CookieI) == id || hex.EncodeToString(k.SPIi) == id {
			return k
		}
	}
	t.Fatal("no IKE SA", id)
	return nil
}

// A datagram is what one frame of a capture holds: the payload of its IP packet,
// and of UDP without the non-ESP marker.
type datagram struct {
	frame    int
	src, dst string
	ike, esp []byte // one of them
}

// datagrams reads IKE and ESP from a capture with microseconds and Ethernet;
// fragments of IP it leaves out.
func datagrams(t testing.TB, file string) (all []datagram) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if le := binary.LittleEndian; le.Uint32(data) != 0xa1b2c3d4 || le.Uint32(data[20:]) != 1 {
		t.Fatalf("%s: % x", file, data[:24])
	}
	data = data[24:]
	for frame := 1; len(data) > 0; frame++ {
		n := binary.LittleEndian.Uint32(data[8:])
		packet := data[16 : 16+n]
		data = data[16+n:]
		if binary.BigEndian.Uint16(packet[12:]) != 0x0800 {
			continue
		}
		ip := packet[14:]
		ip = ip[:binary.BigEndian.Uint16(ip[2:])]
		if binary.BigEndian.Uint16(ip[6:])&0x3fff != 0 {
			continue
		}
		d := datagram{frame: frame, src: hex.EncodeToString(ip[12:16]), dst: hex.EncodeToString(ip[16:20])}
		payload := ip[ip[0]&15*4:]
		switch ip[9] {
		case 50:
			d.esp = payload
		case 17:
			src, dst := binary.BigEndian.Uint16(payload), binary.BigEndian.Uint16(payload[2:])
			payload = payload[8:]
			switch {
			case len(payload) < 28: // a keepalive
			case src == 500 || dst == 500:
				d.ike = payload
			case src != 4500 && dst != 4500:
			case binary.BigEndian.Uint32(payload) == 0:
				d.ike = payload[4:]
			default:
				d.esp = payload
			}
		}
		all = append(all, d)
	}
	return all
}

// TestESPOfStrongSwan decrypts every ESP packet of the captures that is no IP
// fragment.
func TestESPOfStrongSwan(t *testing.T) {
	for _, l := range labs(t) {
		decrypters := make(map[uint32]*Decrypter)
		for _, e := range l.ESP {
			o, err := NewDecrypter(e.params(t))
			if err != nil {
				t.Fatal(err)
			}
			decrypters[e.spi(t)] = o
		}
		var s Scratch
		decrypted := 0
		for _, d := range datagrams(t, l.capture) {
			if d.esp == nil {
				continue
			}
			o := decrypters[binary.BigEndian.Uint32(d.esp)]
			if o == nil {
				t.Errorf("%s, frame %d: no key", l.name, d.frame)
				continue
			}
			x, err := o.SplitESP(d.esp)
			if err != nil {
				t.Errorf("%s, frame %d: %v", l.name, d.frame, err)
				continue
			}
			plain, verdict := o.Decrypt(&s, nil, x)
			if verdict != ipsec.Correct || plain[len(plain)-1] != 4 || plain[0] != 0x45 {
				t.Errorf("%s, frame %d: %s, %x", l.name, d.frame, verdict, plain)
			}
			decrypted++
		}
		if decrypted == 0 && len(l.ESP) > 0 {
			t.Errorf("%s: nothing to decrypt", l.name)
		}
	}
}
