package forms

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// KAME's and ipsec-tools' form, as it is printed on FreeBSD and Linux.
func TestSetkey(t *testing.T) {
	s := load(t, `44.33.44.33 66.22.66.22
        esp mode=tunnel spi=769(0x00000301) reqid=0(0x00000000)
        E: 3des-cbc  00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617
        A: hmac-md5  00010203 04050607 08090a0b 0c0d0e0f
        seq=0x00000000 replay=0 flags=0x00000000 state=mature
        created: Nov  4 16:43:39 2003   current: Nov  4 16:44:35 2003
        diff: 56(s)     hard: 0(s)      soft: 0(s)
        sadb_seq=1 pid=3930 refcnt=0
10.0.34.4[4500] 10.0.23.2[4500]
	esp-udp mode=transport spi=4097(0x00001001) reqid=100(0x00000064)
	E: aes-gcm-16  00010203 04050607 08090a0b 0c0d0e0f 10111213
	seq=0x00000000 replay=0 flags=0x00000040 state=mature
2001:db8::1 2001:db8::2
	ah mode=any spi=1(0x00000001) reqid=0(0x00000000)
	A: hmac-sha1  00010203 04050607 08090a0b 0c0d0e0f 10111213
172.16.1.226 172.16.1.247
 esp mode=tunnel spi=79772695(0x04c13c17) reqid=0(0x00000000)
 E: rijndael-cbc  00010203 04050607 08090a0b 0c0d0e0f
 A: hmac-sha2-256  00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617 18191a1b 1c1d1e1f

add -4 44.33.44.33 66.22.66.22 esp 0x201 -m tunnel -E 3des-cbc
	0x000102030405060708090a0b0c0d0e0f1011121314151617 -A hmac-sha1 "hmacsha1authenticati";
add 1.1.1.1 2.2.2.2 esp 514 -E null -A hmac-ripemd160 0x`+key20+` ;
add 1.1.1.1 2.2.2.2 ah 515 -A hmac-sha1 0x`+key20+` ;
`)
	sha256 := keys.ESP{
		Src: addr("172.16.1.226"), Dst: addr("172.16.1.247"), SPI: keys.SPIOf(0x04c13c17), Encap: keys.Native, Mode: keys.Tunnel, Guessed: true,
		Encr: ipsec.EncrAESCBC, Key: bin(key16), Integ: ipsec.IntegSHA2_256_128, IntegKey: bin(key32),
	}
	draft := sha256
	draft.Integ = ipsec.IntegSHA2_256_96
	same(t, s.ESP, []*keys.ESP{
		{
			Src: addr("44.33.44.33"), Dst: addr("66.22.66.22"), SPI: keys.SPIOf(769), Encap: keys.Native, Mode: keys.Tunnel,
			Encr: ipsec.Encr3DES, Key: bin(key24), Integ: ipsec.IntegMD5_96, IntegKey: bin(key16),
		},
		{Src: addr("10.0.34.4"), Dst: addr("10.0.23.2"), SPI: keys.SPIOf(4097), Encap: keys.UDP, Mode: keys.Transport, Encr: ipsec.EncrAESGCM16, Key: bin(key20)},
		&sha256, &draft,
		{
			Src: addr("44.33.44.33"), Dst: addr("66.22.66.22"), SPI: keys.SPIOf(0x201), Mode: keys.Tunnel,
			Encr: ipsec.Encr3DES, Key: bin(key24), Integ: ipsec.IntegSHA1_96, IntegKey: crypt.Secret("hmacsha1authenticati"),
		},
		{Src: addr("1.1.1.1"), Dst: addr("2.2.2.2"), SPI: keys.SPIOf(514), Encr: ipsec.EncrNull, Integ: ipsec.IntegRIPEMD160_96, IntegKey: bin(key20)},
	})
	at(t, s.ESP[0].Place, "FILE:1")
	at(t, s.ESP[4].Place, "FILE:21")
}

// FortiOS of old and new versions: the one has an SA's authentication in the
// line of its encryption, the other in the next.
func TestFortigate(t *testing.T) {
	s := load(t, `FGT2 # diagnose vpn tunnel list
list all ipsec tunnel in vd 0
------------------------------------------------------
name=HUB_0 ver=1 serial=4 100.1.1.2:0->200.1.1.2:0 tun_id=200.1.1.2 tun_id6=::10.0.0.4 dst_mtu=1500 dpd-link=on weight=1
bound_if=10 lgwy=static/1 tun=intf mode=dial_inst/3 encap=none/8872 options[22a8]=npu rgwy-chg frag-rfc  run_state=0
proxyid_num=1 child_num=0 refcnt=5 ilast=5 olast=5 ad=/0
natt: mode=none draft=0 interval=0 remote_port=0
proxyid=HUB proto=0 sa=1 ref=2 serial=1
  src: 0:0.0.0.0-255.255.255.255:0
  SA:  ref=3 options=226 type=00 soft=0 mtu=1438 expire=43155/0B replaywin=2048
       seqno=1 esn=1 replaywin_lastseq=00000000 qat=0 rekey=0 hash_search_len=1
  life: type=01 bytes=0/0 timeout=43191/43200
  dec: spi=d87e91b4 esp=aes key=16 `+key16+`
       ah=sha1 key=20 `+key20+`
  enc: spi=d56f5619 esp=3des key=24 `+key24+`
       ah=sha256 key=32 `+key32+`
  dec:pkts/bytes=0/0, enc:pkts/bytes=0/0
------------------------------------------------------
name=to_FGT1 10.2.2.100:4500->10.1.1.100:4500 lgwy=dyn tun=tunnel mode=auto bound_if=0
natt: mode=keepalive draft=0 interval=10 remote_port=4500
SA: ref=3 options=00000009 type=00 soft=0 mtu=1436 expire=1771 replaywin=0 seqno=1
dec: spi=c1a8e951 esp=aes-gcm key=36 `+key36+`
     ah=null key=0
enc: spi=0ba8e951 esp=null key=0  ah=md5 key=16 `+key16+`
`)
	same(t, s.ESP, []*keys.ESP{
		{
			Src: addr("200.1.1.2"), Dst: addr("100.1.1.2"), SPI: keys.SPIOf(0xd87e91b4), Encap: keys.Native, ESN: true,
			Encr: ipsec.EncrAESCBC, Key: bin(key16), Integ: ipsec.IntegSHA1_96, IntegKey: bin(key20),
		},
		{
			Src: addr("100.1.1.2"), Dst: addr("200.1.1.2"), SPI: keys.SPIOf(0xd56f5619), Encap: keys.Native, ESN: true,
			Encr: ipsec.Encr3DES, Key: bin(key24), Integ: ipsec.IntegSHA2_256_128, IntegKey: bin(key32),
		},
		{Src: addr("10.1.1.100"), Dst: addr("10.2.2.100"), SPI: keys.SPIOf(0xc1a8e951), Encap: keys.UDP, Encr: ipsec.EncrAESGCM16, Key: bin(key36)},
		{Src: addr("10.2.2.100"), Dst: addr("10.1.1.100"), SPI: keys.SPIOf(0x0ba8e951), Encap: keys.UDP, Encr: ipsec.EncrNull, Integ: ipsec.IntegMD5_96, IntegKey: bin(key16)},
	})
}

func TestRouterOS(t *testing.T) {
	s := load(t, `[admin@Mikrotik-Hub] > ip ipsec/installed-sa/print detail
Flags: S - seen-traffic; H - hw-aead; A - AH, E - ESP
 0   E spi=0xE841441 src-address=150.0.0.150 dst-address=50.0.0.50 state=mature
       auth-algorithm=sha256 enc-algorithm=aes-cbc enc-key-size=256
       auth-key="000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e
         1f"
       enc-key="000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1
        f"
       add-lifetime=24m23s/30m29s replay=128

 1  HE spi=0x70426F0 src-address=162.159.65.18:4500 dst-address=192.168.1.100:4500 state=mature auth-algorithm=sha1 enc-algorithm=3des enc-key-size=192 auth-key="`+key20+`" enc-key="`+key24+`"add-lifetime=24m19s/30m24s
`)
	same(t, s.ESP, []*keys.ESP{
		{
			Src: addr("150.0.0.150"), Dst: addr("50.0.0.50"), SPI: keys.SPIOf(0x0e841441), Encap: keys.Native,
			Encr: ipsec.EncrAESCBC, Key: bin(key32), Integ: ipsec.IntegSHA2_256_128, IntegKey: bin(key32),
		},
		{
			Src: addr("162.159.65.18"), Dst: addr("192.168.1.100"), SPI: keys.SPIOf(0x070426f0), Encap: keys.UDP,
			Encr: ipsec.Encr3DES, Key: bin(key24), Integ: ipsec.IntegSHA1_96, IntegKey: bin(key20),
		},
	})
}

// VPP of 2017, and of 2020, when a child's algorithms moved up a line.
func TestVPP(t *testing.T) {
	s := load(t, `vpp# sh ikev2 sa
 iip 192.168.100.2 ispi 3f4910656249f831 rip 192.168.100.3 rspi 1d287720d78d15
 encr:aes-cbc-256 prf:hmac-sha1 integ:sha1-96 dh-group:modp-2048
  nonce i:01
        r:02
  SK_d    `+key20+`
  SK_a  i:`+key20+`
        r:f`+key20[1:]+`
  SK_e  i:`+key32+`
        r:f`+key32[1:]+`
  SK_p  i:`+key20+`
        r:e`+key20[1:]+`
  identifier (i) fqdn roadwarrior.vpn.example.com
  child sa 0:
    encr:aes-cbc-192 integ:sha1-96 esn:yes
    spi(i) c53a42de spi(r) 573e93e
    SK_e  i:`+key24+`
          r:f`+key24[1:]+`
    SK_a  i:`+key20+`
          r:f`+key20[1:]+`
    traffic selectors (i):
      0 type 7 protocol_id 0 addr 192.168.3.0 - 192.168.3.255 port 0 - 65535

iip 10.0.0.1 ispi 1 rip 10.0.0.2 rspi 2
 encr:aes-gcm-16-128 prf:hmac-sha2-256 dh-group:modp-3072
 nonce i:03
       r:04
 SK_d    `+key32+`
 SK_e  i:`+key20+`
       r:f`+key20[1:]+`
 SK_p  i:`+key32+`
       r:e`+key32[1:]+`
   child sa 0:encr:aes-cbc-128 integ:hmac-sha2-256-128 esn:no
    spi(i) 1 spi(r) 2
    SK_e  i:`+key16+`
          r:f`+key16[1:]+`
    SK_a  i:`+key32+`
          r:e`+key32[1:]+`
`)
	same(t, s.IKE, []*keys.IKE{
		{
			Version: 2, InitiatorSPI: 0x3f4910656249f831, ResponderSPI: 0x001d287720d78d15, Encr: ipsec.EncrAESCBC, KeyBits: 256, PRF: ipsec.PRFSHA1, Integ: ipsec.IntegSHA1_96,
			NonceI: []byte{1}, NonceR: []byte{2}, SKd: bin(key20), SKai: bin(key20), SKar: bin("f" + key20[1:]), SKei: bin(key32), SKer: bin("f" + key32[1:]),
			SKpi: bin(key20), SKpr: bin("e" + key20[1:]),
		},
		{
			Version: 2, InitiatorSPI: 1, ResponderSPI: 2, Encr: ipsec.EncrAESGCM16, KeyBits: 128, PRF: ipsec.PRFSHA2_256,
			NonceI: []byte{3}, NonceR: []byte{4}, SKd: bin(key32), SKei: bin(key20), SKer: bin("f" + key20[1:]), SKpi: bin(key32), SKpr: bin("e" + key32[1:]),
		},
	})
	i, r := addr("192.168.100.2"), addr("192.168.100.3")
	// What the initiator sends has the SPI that the responder chose, and the
	// initiator's keys.
	same(t, s.ESP, []*keys.ESP{
		{
			IKE: 0x3f4910656249f831, Src: i, Dst: r, SPI: keys.SPIOf(0x0573e93e), ESN: true,
			Encr: ipsec.EncrAESCBC, Key: bin(key24), Integ: ipsec.IntegSHA1_96, IntegKey: bin(key20),
		},
		{
			IKE: 0x3f4910656249f831, Src: r, Dst: i, SPI: keys.SPIOf(0xc53a42de), ESN: true,
			Encr: ipsec.EncrAESCBC, Key: bin("f" + key24[1:]), Integ: ipsec.IntegSHA1_96, IntegKey: bin("f" + key20[1:]),
		},
		{IKE: 1, Src: addr("10.0.0.1"), Dst: addr("10.0.0.2"), SPI: keys.SPIOf(2), Encr: ipsec.EncrAESCBC, Key: bin(key16), Integ: ipsec.IntegSHA2_256_128, IntegKey: bin(key32)},
		{
			IKE: 1, Src: addr("10.0.0.2"), Dst: addr("10.0.0.1"), SPI: keys.SPIOf(1), Encr: ipsec.EncrAESCBC, Key: bin("f" + key16[1:]),
			Integ: ipsec.IntegSHA2_256_128, IntegKey: bin("e" + key32[1:]),
		},
	})
}
