package forms

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// The lines are those of pluto: our keys are of what we receive, under the SPI
// behind "<".
func TestLibreswan(t *testing.T) {
	s := load(t, `Aug 19 10:00:01 gw pluto[12]: | our  keymat
Aug 19 10:00:01 gw pluto[12]: |   00 01 02 03  04 05 06 07  08 09 0a 0b  0c 0d 0e 0f
Aug 19 10:00:01 gw pluto[12]: |   10 11 12 13
Aug 19 10:00:01 gw pluto[12]: | peer keymat
Aug 19 10:00:01 gw pluto[12]: |   f0 01 02 03  04 05 06 07  08 09 0a 0b  0c 0d 0e 0f
Aug 19 10:00:01 gw pluto[12]: |   10 11 12 13
Aug 19 10:00:01 gw pluto[12]: | ESP enckey:
Aug 19 10:00:01 gw pluto[12]: |   21 72 79 4e
Aug 19 10:00:01 gw pluto[12]: "net"[8] #2: initiator established Child SA using #1; IPsec tunnel [10.0.0.0/24===10.1.0.0/24] {ESPinUDP/ESN=>0x2f836478 <0x0f91b36d xfrm=AES_GCM_16_128-NONE NATD=192.168.64.8:4500 DPD=passive}
| our  keymat
|   00 01 02 03  04 05 06 07  08 09 0a 0b  0c 0d 0e 0f
|   10 11 12 13  14 15 16 17  18 19 1a 1b  1c 1d 1e 1f
|   20 21 22 23  24 25 26 27  28 29 2a 2b  2c 2d 2e 2f
| peer keymat
|   f0 01 02 03  04 05 06 07  08 09 0a 0b  0c 0d 0e 0f
|   10 11 12 13  14 15 16 17  18 19 1a 1b  1c 1d 1e 1f
|   20 21 22 23  24 25 26 27  28 29 2a 2b  2c 2d 2e 2f
"net" #5: STATE_V2_IPSEC_R: IPsec SA established tunnel mode {ESP=>0x7fb910e5 <0x10eda1fd xfrm=AES_CBC_128-HMAC_SHA2_256_128 NATOA=none NATD=none DPD=passive}
`)
	sha256 := key48[32:]
	same(t, s.ESP, []*keys.ESP{
		{SPI: keys.SPIOf(0x0f91b36d), Encap: keys.UDP, ESN: true, Encr: ipsec.EncrAESGCM16, Key: bin(key20)},
		{SPI: keys.SPIOf(0x2f836478), Encap: keys.UDP, ESN: true, Encr: ipsec.EncrAESGCM16, Key: bin("f" + key20[1:])},
		{SPI: keys.SPIOf(0x10eda1fd), Encap: keys.Native, Encr: ipsec.EncrAESCBC, Key: bin(key16), Integ: ipsec.IntegSHA2_256_128, IntegKey: bin(sha256)},
		{SPI: keys.SPIOf(0x7fb910e5), Encap: keys.Native, Encr: ipsec.EncrAESCBC, Key: bin("f" + key16[1:]), Integ: ipsec.IntegSHA2_256_128, IntegKey: bin(sha256)},
	})
}

// Keys of which no line says what they are for are parted in every way.
func TestLibreswanUnnamed(t *testing.T) {
	s := load(t, "| our  keymat\n|   "+spaced(key36)+"\n")
	var names []string
	for _, e := range s.ESP {
		if !e.Guessed || e.SPI.Mask != 0 || len(e.Key)+len(e.IntegKey) != 36 {
			t.Errorf("%+v", e)
		}
		names = append(names, e.Encr.String()+" "+e.Integ.String())
	}
	// 36 bytes are, among others, AES-128 and SHA-1, and AES-256-GCM.
	want := []string{
		"ENCR_AES_CBC AUTH_HMAC_SHA1_96", "ENCR_CAMELLIA_CBC AUTH_HMAC_SHA1_96",
		"ENCR_AES_CTR AUTH_HMAC_MD5_96", "ENCR_AES_CTR AUTH_AES_XCBC_96", "ENCR_AES_CTR AUTH_AES_CMAC_96",
		"ENCR_AES_GCM_16 NONE", "ENCR_CHACHA20_POLY1305 NONE", "ENCR_AES_GCM_8 NONE", "ENCR_AES_GCM_12 NONE", "ENCR_NULL_AUTH_AES_GMAC NONE",
	}
	if d := cmp.Diff(want, names); d != "" {
		t.Error(d)
	}
}

// spaced puts a space between bytes.
func spaced(digits string) (s string) {
	for i := 0; i < len(digits); i += 2 {
		s += digits[i:i+2] + " "
	}
	return s
}

func TestPlutoTransform(t *testing.T) {
	for _, c := range []struct {
		text  string
		encr  ipsec.Encr
		bits  int
		integ ipsec.Integ
	}{
		{"xfrm=AES_GCM_16_256-NONE", ipsec.EncrAESGCM16, 256, ipsec.IntegNone},
		{"xfrm=AES_GCM_16_256", ipsec.EncrAESGCM16, 256, ipsec.IntegNone},
		{"xfrm=AES_GCM_C_128-NONE", ipsec.EncrAESGCM16, 128, ipsec.IntegNone},
		{"xfrm=AES_GCM_16_256-NONE-MODP2048", ipsec.EncrAESGCM16, 256, ipsec.IntegNone},
		{"xfrm=AES_CBC_256-HMAC_SHA2_256_128", ipsec.EncrAESCBC, 256, ipsec.IntegSHA2_256_128},
		{"xfrm=AES_128-HMAC_SHA1", ipsec.EncrAESCBC, 128, ipsec.IntegSHA1_96},
		{"xfrm=3DES_CBC-HMAC_MD5_96}", ipsec.Encr3DES, 0, ipsec.IntegMD5_96},
		{"xfrm=NULL-HMAC_SHA1_96", ipsec.EncrNull, 0, ipsec.IntegSHA1_96},
	} {
		encr, integ, ok := plutoTransform(c.text)
		if !ok || encr.encr != c.encr || encr.bits != c.bits || integ != c.integ {
			t.Errorf("%s: %+v %v %v", c.text, encr, integ, ok)
		}
	}
}

// MikroTik's log names the cookies before the key, racoon's after it.
func TestRacoon(t *testing.T) {
	s := load(t, `15:03:36 ipsec sent phase1 packet 192.168.0.1[500]<=>192.168.0.2[500] 7c6139ded9ca7187:6992a9097bf7082a
15:03:36 ipsec,debug final encryption key computed:
15:03:36 ipsec,debug fc9c635a a7a316d3 7442463e d2e581ea 1263b66b 94ada5ec
15:03:36 ipsec,debug hash(sha1)
2012-07-11 11:35:55: DEBUG: new cookie:
831d33d46e20f8e6
2012-07-11 11:35:55: DEBUG: compute DH's shared.
2012-07-11 11:35:55: DEBUG:
00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617 18191a1b 1c1d1e1f
20212223 24252627 28292a2b 2c2d2e2f 30313233 34353637 38393a3b 3c3d3e3f
2012-07-11 11:35:55: DEBUG: encryption(aes)
2012-07-11 11:35:55: DEBUG: hash(md5)
2012-07-11 11:35:55: DEBUG: SKEYID computed:
2012-07-11 11:35:55: DEBUG:
10010203 04050607 08090a0b 0c0d0e0f
2012-07-11 11:35:55: DEBUG: SKEYID_d computed:
2012-07-11 11:35:55: DEBUG:
20010203 04050607 08090a0b 0c0d0e0f
2012-07-11 11:35:55: DEBUG: SKEYID_a computed:
2012-07-11 11:35:55: DEBUG: 30010203 04050607 08090a0b 0c0d0e0f
2012-07-11 11:35:55: DEBUG: SKEYID_e computed:
2012-07-11 11:35:55: DEBUG: 40010203 04050607 08090a0b 0c0d0e0f
2012-07-11 11:35:55: DEBUG: final encryption key computed:
2012-07-11 11:35:55: DEBUG: 50010203 04050607 08090a0b 0c0d0e0f
2012-07-11 11:35:56: INFO: ISAKMP-SA established 172.16.1.247[500]-172.16.1.226[500] spi:bdbcb73da256a199:6a11589947e97349
Jun  4 17:54:43 vm1 racoon: DEBUG: new cookie:#012831d33d46e20f8e6
Jun  4 17:54:43 vm1 racoon: DEBUG: final encryption key computed:
Jun  4 17:54:43 vm1 racoon: DEBUG: #012932d361f fc62ddc2 6164d513 d40d211f b7364166 232cf490
`)
	same(t, s.IKE, []*keys.IKE{
		{Version: 1, InitiatorSPI: 0x7c6139ded9ca7187, ResponderSPI: 0x6992a9097bf7082a, Ka: bin("fc9c635aa7a316d37442463ed2e581ea1263b66b94ada5ec")},
		{
			Version: 1, InitiatorSPI: 0xbdbcb73da256a199, ResponderSPI: 0x6a11589947e97349, Encr: ipsec.EncrAESCBC, Hash: ipsec.HashMD5, SharedSecret: bin(key64),
			SKEYID: bin("1" + key16[1:]), SKEYIDd: bin("2" + key16[1:]), SKEYIDa: bin("3" + key16[1:]), SKEYIDe: bin("4" + key16[1:]), Ka: bin("5" + key16[1:]),
		},
		{Version: 1, Ka: bin("932d361ffc62ddc26164d513d40d211fb7364166232cf490")},
	})
}

// A rekeyed child has another word in its line, and the group of its own exchange
// behind the algorithms.
func TestLibreswanRekeyedChild(t *testing.T) {
	s := load(t, `Nov 28 18:20:25.163816: | our  keymat
Nov 28 18:20:25.163817: |   00 01 02 03  04 05 06 07  08 09 0a 0b  0c 0d 0e 0f   ................
Nov 28 18:20:25.163819: |   10 11 12 13  14 15 16 17  18 19 1a 1b  1c 1d 1e 1f   ................
Nov 28 18:20:25.163821: |   20 21 22 23                                          .!"#
Nov 28 18:20:25.163824: | peer keymat
Nov 28 18:20:25.163825: |   f0 01 02 03  04 05 06 07  08 09 0a 0b  0c 0d 0e 0f   ................
Nov 28 18:20:25.163827: |   10 11 12 13  14 15 16 17  18 19 1a 1b  1c 1d 1e 1f   ................
Nov 28 18:20:25.163829: |   20 21 22 23                                          .!"#
Nov 28 18:20:25.164621: "lab" #3: initiator rekeyed Child SA #2 using #1; IPsec transport [80.1.0.2===80.2.0.2] {ESP=>0xfef72237 <0xd2002468 xfrm=AES_CBC_128-HMAC_SHA1_96-DH19 DPD=passive}
`)
	e := keys.ESP{Encap: keys.Native, Encr: ipsec.EncrAESCBC, Integ: ipsec.IntegSHA1_96, IntegKey: bin(key36[32:])}
	ours, peers := e, e
	ours.SPI, ours.Key = keys.SPIOf(0xd2002468), bin(key16)
	peers.SPI, peers.Key = keys.SPIOf(0xfef72237), bin("f"+key16[1:])
	same(t, s.ESP, []*keys.ESP{&ours, &peers})
}

// The salts of an AEAD cipher are printed when the keys are made, the keys without them
// once IKE_AUTH is over. Salts of an SA that came to nothing, and of SAs that are
// negotiated at the same time, are tried as well.
func TestLibreswanSalts(t *testing.T) {
	salts := func(i, r string) string {
		row := func(b string) string {
			return "Nov 28 18:20:53.318077: | initiator salt extracted len 16 bytes at 0x557d387fc530\nNov 28 18:20:53.318078: | unwrapped:\n" +
				"Nov 28 18:20:53.318082: |   " + b + " 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00   ................\n"
		}
		return row(i) + row(r) + `Nov 28 18:20:53.318321: "lab" #1: processed IKE_SA_INIT response from 80.1.0.2:UDP/500` + "\n"
	}
	sa := func(spi string) string {
		line := "Nov 28 18:20:53.329247: | ikev2 I 0x000000000000000" + spi + " 0x5e7e526a6c180156 none: aes_gcm_16128:0x" + key16 + "\n"
		return line + strings.Replace(line, "ikev2 I", "ikev2 R", 1)
	}
	saltsOf := func(text string) (list []string) {
		for _, k := range load(t, text).IKE {
			if k.Encr != ipsec.EncrAESGCM16 || len(k.SKei) != 20 || len(k.SKer) != 20 {
				t.Errorf("%v %d %d", k.Encr, len(k.SKei), len(k.SKer))
				continue
			}
			list = append(list, fmt.Sprintf("%x %02x %02x", k.InitiatorSPI, k.SKei[16], k.SKer[16]))
		}
		return list
	}
	for _, c := range []struct {
		text string
		want []string
	}{
		{salts("a1", "a2") + sa("1"), []string{"1 a1 a2"}},
		{salts("a1", "a2") + sa("1") + salts("b1", "b2") + sa("2"), []string{"1 a1 a2", "2 b1 b2"}},
		{salts("a1", "a2") + salts("b1", "b2") + sa("2"), []string{"2 a1 a2", "2 b1 b2"}},
		{salts("a1", "a2") + salts("b1", "b2") + sa("1") + sa("2"), []string{"1 a1 a2", "1 b1 b2", "2 a1 a2", "2 b1 b2"}},
	} {
		if got := saltsOf(c.text); !cmp.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	problems(t, parse(t, sa("1")), "FILE:1: IKE 0000000000000001: SK_ei: ENCR_AES_GCM_16: key of 16 bytes, want 20, 28 or 36, the last 4 of them salt: the salt is missing\n")
}
