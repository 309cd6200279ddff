package forms

import (
	"strconv"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
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
FILE:4: ESP 0x00000002: encryption key: an odd number of hexadecimal digits: 31; it is ambiguous where leading zeros are missing
FILE:7: ESP 0x00000003: encryption key: ENCR_AES_CBC: key of 15 bytes, want 16, 24 or 32
FILE:10: ESP 0x00000004: keys: hidden; list them without nokeys
`)
	for i, p := range s.Problems {
		if p.Kept != (i == 0) {
			t.Errorf("%v: kept is %v", p, p.Kept)
		}
	}
}

// Commands as scripts have them: over lines that end in backslashes, a word on each,
// several in a line, with short words, with keys that are characters, with variables.
func TestXfrmCommands(t *testing.T) {
	want := keys.ESP{
		Src: addr("192.0.2.1"), Dst: addr("192.0.2.2"), SPI: keys.SPIOf(0xc254fe64), Encap: keys.Native, Mode: keys.Tunnel,
		Encr: ipsec.EncrAESCBC, Key: bin(key16), Integ: ipsec.IntegSHA1_96, IntegKey: bin(key20),
	}
	words := "ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 0xc254fe64 mode tunnel auth-trunc 'hmac(sha1)' 0x" + key20 + ` 96 enc "cbc(aes)" 0x` + key16
	for name, text := range map[string]string{
		"one line":       words,
		"continued":      strings.NewReplacer(" auth", " \\\n    auth", " enc", " \\\n    enc").Replace(words),
		"CRLF":           strings.NewReplacer(" auth", " \\\r\n    auth", " enc", " \\\r\n    enc").Replace(words) + "\r",
		"a word a line":  strings.ReplaceAll(words, " ", " \\\n"),
		"no backslashes": strings.NewReplacer(" mode", "\n mode", " auth", "\n auth", " enc", "\n enc").Replace(words),
		"values below":   strings.NewReplacer("spi ", "spi\n", " mode", "\n mode", " auth", "\n auth", "enc ", "enc\n").Replace(words),
		"short":          strings.Replace(words, "ip xfrm state add", "ip x s a", 1),
		"shorter sa":     strings.Replace(words, "ip xfrm state add", "sudo /sbin/ip -6 xf sa up", 1),
		"namespace":      strings.Replace(words, "ip xfrm", "ip netns exec a ip xfrm", 1),
		"ip -batch":      strings.TrimPrefix(words, "ip "),
		"&&":             "ip link set lo up && " + words + " && echo done",
		"semicolon":      words + "; ip xfrm policy flush",
		"remark":         words + " # the way out",
		"variables": "#!/bin/sh\nexport SPI=0xc254fe64\nKEY=\"0x" + key16 + "\"\nA='0x" + key20 + "'\n" +
			strings.NewReplacer("0xc254fe64", "$SPI", "0x"+key20, "${A}", "0x"+key16, `"$KEY"`).Replace(words),
	} {
		t.Run(name, func(t *testing.T) { same(t, load(t, text+"\n").ESP, []*keys.ESP{&want}) })
	}
	s := load(t, words+"; "+strings.Replace(words, "c254fe64", "1", 1)+"\nip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 2 enc aes secretkeysecretk auth sha1 abcdefghijabcdefghij\n")
	other, characters := want, want
	other.SPI, characters.SPI, characters.Mode = keys.SPIOf(1), keys.SPIOf(2), keys.AnyMode
	characters.Key, characters.IntegKey = crypt.Secret("secretkeysecretk"), crypt.Secret("abcdefghijabcdefghij")
	same(t, s.ESP, []*keys.ESP{&want, &other, &characters})
}

// A variable that the file does not set is named; what else the shell would replace is
// not quoted.
func TestXfrmVariables(t *testing.T) {
	s := parse(t, `ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x1 \
  aead "$alg" 0x`+key20+` 128
ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x2 aead 'rfc4106(gcm(aes))' ${nonce} 128
ip xfrm state add src $LEFT dst 192.0.2.2 proto esp spi $1 aead 'rfc4106(gcm(aes))' 0x`+key20+` 128
ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x3 enc 'cbc(aes)' $(gen 16)
ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x4 enc 'cbc(aes)' "0x${key}" 2>/dev/null || return 1
auth=sha1
[ $# = 1 ] && auth=$1; auth=md5
ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x5 auth-trunc $auth 0x`+key16+` 96 enc aes 0x`+key16+`
`)
	problems(t, s, `FILE:1: ESP 0x00000001: encryption algorithm: $alg is a variable of the shell, not a name
FILE:3: ESP 0x00000002: encryption key: $nonce is a variable of the shell, not digits
FILE:4: source: $LEFT is a variable of the shell, not an address
FILE:5: ESP 0x00000003: encryption key: a word that the shell replaces, not digits
FILE:6: ESP 0x00000004: encryption key: $key is a variable of the shell, not digits
FILE:9: ESP 0x00000005: authentication algorithm: $auth is a variable of the shell, not a name
`)
}

// With -s lines of lifetimes stand between SAs, and flags run into each other.
func TestXfrmStatistics(t *testing.T) {
	sa := func(spi, flags, more string) string {
		return `src 192.0.2.1 dst 192.0.2.2
	proto esp spi ` + spi + `(3221225473) reqid 1(0x00000001) mode tunnel
	replay-window 0 seq 0x00000000 flag ` + flags + ` (0x10100000)
	aead rfc4106(gcm(aes)) 0x` + key20 + ` (160 bits) 128
` + more + `	sel src 0.0.0.0/0 dst 0.0.0.0/0 uid 0
	lifetime config:
	  limit: soft (INF)(bytes), hard (INF)(bytes)
	  expire add: soft 0(sec), hard 0(sec)
	lifetime current:
	  984(bytes), 7(packets)
	  add 2026-11-28 18:03:20 use 2026-11-28 18:03:30
	stats:
	  replay-window 0 replay 0 failed 0
`
	}
	never := strings.Replace(sa("0x3", "af-unspec", ""), "use 2026-11-28 18:03:30", "use -", 1)
	s := load(t, sa("0x1", "af-unspec", "")+sa("0x2", "af-unspec esnextra_flag oseq-may-wrap", "")+never+
		sa("0x4", "af-unspec", "\tanti-replay esn context:\n\t seq-hi 0x1, seq 0x7, oseq-hi 0x0, oseq 0x0\n\t replay_window 32, bitmap-length 1\n\t 00000000 \n")+sa("0x5", "esn", ""))
	var got []string
	for _, e := range s.ESP {
		got = append(got, e.SPI.String()+" "+strconv.FormatBool(e.ESN)+" "+strconv.Itoa(int(e.SeqHigh)))
	}
	same(t, got, []string{"0x00000001 false 0", "0x00000002 true 0", "0x00000003 false 0", "0x00000004 true 1", "0x00000005 true 0"})
}

// 6WIND's ip prints the kernel's names, and keys in groups whose leading zeros are
// missing.
func TestXfrm6WIND(t *testing.T) {
	s := parse(t, `192.0.2.1 192.0.2.2
        esp spi 3260350052(0xc254fe64) reqid 1 tunnel
        A:hmac(sha1) f4f4df6d 80a94d42 dd2e4cb 97c3fbd6 1f1369e2
        auth-trunc-len: 96
        E:cbc(aes) b1072194 896a8e5d b6cc22a0 7c9b0e59
        fpid 0x00000004
192.0.2.2 192.0.2.1
        esp spi 7(0x00000007) reqid 1 transport
        A:hmac(sha256) 00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617 18191a1b 1c1d1e1f
        auth-trunc-len: 128
        E:cbc(des3_ede) 00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617
`)
	problems(t, s, "FILE:1: ESP 0xc254fe64: authentication key: leading zeros of a group of digits were missing and were restored\n")
	same(t, s.ESP, []*keys.ESP{
		{
			Src: addr("192.0.2.1"), Dst: addr("192.0.2.2"), SPI: keys.SPIOf(0xc254fe64), Encap: keys.Native, Mode: keys.Tunnel,
			Encr: ipsec.EncrAESCBC, Key: bin("b1072194896a8e5db6cc22a07c9b0e59"), Integ: ipsec.IntegSHA1_96, IntegKey: bin("f4f4df6d80a94d420dd2e4cb97c3fbd61f1369e2"),
		},
		{
			Src: addr("192.0.2.2"), Dst: addr("192.0.2.1"), SPI: keys.SPIOf(7), Encap: keys.Native, Mode: keys.Transport,
			Encr: ipsec.Encr3DES, Key: bin(key24), Integ: ipsec.IntegSHA2_256_128, IntegKey: bin(key32),
		},
	})
}

// HMAC takes keys of any length; IKE makes them of one, and so another is told.
func TestManualHMACKeys(t *testing.T) {
	s := parse(t, `ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 1 auth-trunc 'hmac(sha256)' 0x`+key16+` 128 enc 'cbc(aes)' 0x`+key16+`
"IPv4","*","*","2","NULL","","HMAC-SHA-1-96 [RFC2404]","0x`+key64+key64+`"
"IPv4","*","*","3","NULL","","HMAC-SHA-1-96 [RFC2404]",""
ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 4 auth 'xcbc(aes)' 0x`+key20+` enc 'cbc(aes)' 0x`+key16+`
`)
	problems(t, s, `FILE:1: ESP 0x00000001: authentication key: 16 bytes, where IKE makes 32; taken, for HMAC takes any number
FILE:2: ESP 0x00000002: authentication key: 128 bytes, where IKE makes 20; taken, for HMAC takes any number
FILE:3: ESP 0x00000003: keys: missing
FILE:4: ESP 0x00000004: authentication key: AUTH_AES_XCBC_96: key of 20 bytes, want 16
`)
	if len(s.ESP) != 2 {
		t.Errorf("%d SAs, want 2", len(s.ESP))
	}
}

// Variables of a part of a word, of several words, with a remark behind them; the length
// of an ICV that depends on how the script is run is tried in every way.
func TestXfrmScript(t *testing.T) {
	s := load(t, `#!/bin/bash
NONCE=10111213   # four bytes
ALGO="auth-trunc hmac(sha1) 0x`+key20+` 96 enc cbc(aes) 0x`+key16+`"
len=96
[ $# = 2 ] && len=128
len=$2
sudo ip xfrm state add \
  src 10.10.10.1 dst 10.10.10.2 \
  proto esp \
  spi 0x01010101 \
  aead rfc4106(gcm(aes)) 0x`+key16+`$NONCE 128 \
  sel src 10.10.10.1 dst 10.10.10.2

ip xfrm state add src 10.10.10.1 dst 10.10.10.2 proto esp spi 2 $ALGO mode transport >/dev/null 2>&1 || exit 1
ip xfrm state add src 10.10.10.1 dst 10.10.10.2 proto esp spi 3 auth-trunc sha256 0x`+key32+` $len enc cipher_null ""
`)
	gcm := keys.ESP{Src: addr("10.10.10.1"), Dst: addr("10.10.10.2"), SPI: keys.SPIOf(0x01010101), Encap: keys.Native, Encr: ipsec.EncrAESGCM16, Key: bin(key20)}
	cbc := gcm
	cbc.SPI, cbc.Mode, cbc.Encr, cbc.Key, cbc.Integ, cbc.IntegKey = keys.SPIOf(2), keys.Transport, ipsec.EncrAESCBC, bin(key16), ipsec.IntegSHA1_96, bin(key20)
	long := gcm
	long.SPI, long.Encr, long.Key, long.Integ, long.IntegKey, long.Guessed = keys.SPIOf(3), ipsec.EncrNull, nil, ipsec.IntegSHA2_256_128, bin(key32), true
	short := long
	short.Integ = ipsec.IntegSHA2_256_96
	same(t, s.ESP, []*keys.ESP{&gcm, &cbc, &long, &short})
	at(t, s.ESP[0].Place, "FILE:7")
	at(t, s.ESP[1].Place, "FILE:14")
	s = load(t, "ip xfrm state add src 10.1.1.1 dst 10.1.1.2 proto esp spi 1 enc aes 0x"+key16+"\nip xfrm state add src 10.1.1.1 \\\n dst 10.1.1.2 proto esp \\\n spi 2 enc aes 0x"+key16+"\n")
	at(t, s.ESP[0].Place, "FILE:1")
	at(t, s.ESP[1].Place, "FILE:2")
}
