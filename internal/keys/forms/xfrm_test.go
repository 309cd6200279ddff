package forms

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

const (
	key16 = "000102030405060708090a0b0c0d0e0f"
	key20 = key16 + "10111213"
	key24 = key20 + "14151617"
	key32 = key24 + "18191a1b1c1d1e1f"
	key36 = key32 + "20212223"
	key48 = key36 + "2425262728292a2b2c2d2e2f"
	key64 = key48 + "303132333435363738393a3b3c3d3e3f"
)

// What iproute2 prints: ipxfrm.c's order of lines, with and without -s.
func TestXfrm(t *testing.T) {
	s := load(t, `src 80.1.0.2 dst 80.2.0.2
	proto esp spi 0x0b34389d reqid 1 mode tunnel
	replay-window 0 flag af-unspec esn
	auth-trunc hmac(sha256) 0x`+key32+` 128
	enc cbc(aes) 0x`+key16+`
	encap type espinudp sport 4500 dport 4500 addr 0.0.0.0
	anti-replay esn context:
	 seq-hi 0x0, seq 0x0, oseq-hi 0x2, oseq 0x5
	 replay_window 32, bitmap-length 1
	 00000000
	sel src 0.0.0.0/0 dst 0.0.0.0/0
src 2001:db8::1 dst 2001:db8::2
	proto esp spi 0xc420a5ed(3290473965) reqid 1(0x00000001) mode transport
	replay-window 0 seq 0x00000000 flag af-unspec (0x00100000)
	aead rfc4106(gcm(aes)) 0x`+key20+` (160 bits) 96
	lifetime config:
	  limit: soft (INF)(bytes), hard (INF)(bytes)
src 80.1.0.2 dst 80.2.0.2
	proto ah spi 0x00000001 reqid 0 mode transport
	auth-trunc hmac(sha1) 0x`+key20+` 96
src 80.1.0.2 dst 80.2.0.2
	proto esp spi 0x00000007 reqid 0 mode transport
	replay-window 0
	auth-trunc hmac(md5) 0x`+key16+` 96
	auth hmac(md5) 0x`+key16+`
	enc ecb(cipher_null)
src 10.0.0.0/24 dst 10.1.0.0/24
	dir out priority 383615 ptype main
	tmpl src 80.1.0.2 dst 80.2.0.2
		proto esp reqid 1 mode tunnel
src 80.1.0.2 dst 80.2.0.2\	proto esp spi 0x00000008 reqid 0 mode beet\	replay-window 0 \	auth hmac(sha256) 0x`+key32+`\	enc rfc3686(ctr(aes)) 0x`+key20+`\	sel src 0.0.0.0/0 dst 0.0.0.0/0
ip xfrm state add src 192.168.0.2 dst 192.168.0.1 proto esp spi 0x00020001 aead 'rfc7539esp(chacha20,poly1305)' 0x`+key36+` 128 mode tunnel encap espinudp 4500 4500 0.0.0.0 flag esn
ip x s add src 192.168.0.2 dst 192.168.0.1 proto esp spi 9 enc 'cbc(des3_ede)' 0x`+key24+` auth "xcbc(aes)" 0x`+key16+` sel src 1.1.1.1 dst 2.2.2.2
src 80.1.0.2 dst 80.2.0.2
	proto esp spi 0x0000000a reqid 0 mode tunnel
	auth-trunc hmac(sha512) 0x`+key64+` 160
	enc cbc(camellia) 0x`+key32+`
src 80.1.0.2 dst 80.2.0.2
	proto esp spi 0x0000000b reqid 0 mode tunnel
	auth-trunc digest_null 0x30 0
	enc cbc(blowfish) 0x`+key16+`
src 0.0.0.0 dst 80.2.0.2
	proto esp spi 0x00000000 reqid 0 mode tunnel
	replay-window 0
`)
	site := keys.ESP{Src: addr("80.1.0.2"), Dst: addr("80.2.0.2"), Encap: keys.Native}
	with := func(e keys.ESP, change func(*keys.ESP)) *keys.ESP {
		change(&e)
		return &e
	}
	host := keys.ESP{Src: addr("192.168.0.2"), Dst: addr("192.168.0.1"), Encap: keys.Native}
	same(t, s.ESP, []*keys.ESP{
		with(site, func(e *keys.ESP) {
			e.SPI, e.Mode, e.ESN, e.Encap, e.SeqHigh = keys.SPIOf(0x0b34389d), keys.Tunnel, true, keys.UDP, 2
			e.Encr, e.Key, e.Integ, e.IntegKey = ipsec.EncrAESCBC, bin(key16), ipsec.IntegSHA2_256_128, bin(key32)
		}),
		{Src: addr("2001:db8::1"), Dst: addr("2001:db8::2"), SPI: keys.SPIOf(0xc420a5ed), Encap: keys.Native, Mode: keys.Transport, Encr: ipsec.EncrAESGCM12, Key: bin(key20)},
		with(site, func(e *keys.ESP) {
			e.SPI, e.Mode, e.Encr, e.Integ, e.IntegKey = keys.SPIOf(7), keys.Transport, ipsec.EncrNull, ipsec.IntegMD5_96, bin(key16)
		}),
		with(site, func(e *keys.ESP) {
			e.SPI, e.Mode, e.Encr, e.Key, e.Integ, e.IntegKey = keys.SPIOf(8), keys.BEET, ipsec.EncrAESCTR, bin(key20), ipsec.IntegSHA2_256_96, bin(key32)
		}),
		with(host, func(e *keys.ESP) {
			e.SPI, e.Mode, e.Encr, e.Key, e.ESN, e.Encap = keys.SPIOf(0x20001), keys.Tunnel, ipsec.EncrChaCha20Poly1305, bin(key36), true, keys.UDP
		}),
		with(host, func(e *keys.ESP) {
			e.SPI, e.Encr, e.Key, e.Integ, e.IntegKey = keys.SPIOf(9), ipsec.Encr3DES, bin(key24), ipsec.IntegAESXCBC_96, bin(key16)
		}),
		with(site, func(e *keys.ESP) {
			e.SPI, e.Mode, e.Encr, e.Key, e.Integ = keys.SPIOf(10), keys.Tunnel, ipsec.EncrCamelliaCBC, bin(key32), ipsec.IntegUnverified160
		}),
		with(site, func(e *keys.ESP) {
			e.SPI, e.Mode, e.Encr, e.Key = keys.SPIOf(11), keys.Tunnel, ipsec.EncrBlowfish, bin(key16)
		}),
	})
	at(t, s.ESP[0].Place, "FILE:1")
	at(t, s.ESP[1].Place, "FILE:12")
}

// Keys of which the program that printed them left out leading zeros: where the
// groups can be told apart they are put back, elsewhere the line is refused.
func TestXfrmDroppedZeros(t *testing.T) {
	s := parse(t, `src 80.1.0.2 dst 80.2.0.2
	proto esp spi 0x00000001 reqid 0 mode tunnel
	enc cbc(aes) 0x10203 4050607 8090a0b c0d0e0f
src 80.1.0.2 dst 80.2.0.2
	proto esp spi 0x00000002 reqid 0 mode tunnel
	enc cbc(aes) 0x000102030405060708090a0bc0d0e0f
src 80.1.0.2 dst 80.2.0.2
	proto esp spi 0x00000003 reqid 0 mode tunnel
	enc cbc(aes) 0x00010203040506078090a0bc0d0e0f
src 80.1.0.2 dst 80.2.0.2
	proto esp spi 0x00000004 reqid 0 mode tunnel
	enc cbc(aes) <<Keys hidden>>
`)
	if len(s.ESP) != 1 || s.ESP[0].SPI != keys.SPIOf(1) {
		t.Fatalf("%v", s.ESP)
	}
	same(t, s.ESP[0].Key, bin(key16))
	problems(t, s, `FILE:1: ESP 0x00000001: encryption key: leading zeros of a group of digits were missing and were restored
FILE:4: ESP 0x00000002: encryption key: an odd number of hexadecimal digits; it is ambiguous where leading zeros are missing
FILE:7: ESP 0x00000003: encryption key: ENCR_AES_CBC: key of 15 bytes, want 16, 24 or 32
FILE:10: ESP 0x00000004: keys: hidden; list them without nokeys
`)
	for i, p := range s.Problems {
		if p.Kept != (i == 0) {
			t.Errorf("%v: kept is %v", p, p.Kept)
		}
	}
}
