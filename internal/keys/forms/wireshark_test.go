package forms

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

func addr(s string) keys.Addr {
	a, ok := keys.ParseAddr(s)
	if !ok {
		panic(s)
	}
	return a
}

// Rows that tshark 4.0.17 takes, those that strongSwan writes and tshark does
// not, and the ten columns of Wireshark 4.4.
func TestESPSA(t *testing.T) {
	s := load(t, `# a comment
"IPv4","80.1.0.2","80.2.0.2","0x0b34389d","AES-CBC [RFC3602]","0xb1072194896a8e5db6cc22a07c9b0e59","HMAC-SHA-1-96 [RFC2404]","0xf4f4df6d80a94d420dd2e4cb97c3fbd61f1369e2"
"IPv4", "*" , "*","187971741","TripleDES-CBC [RFC2451]","3descbcencryptiontesting","ANY 96 bit authentication [no checking]",""

"IPv6","3ffe::1","3ffe::25","23","NULL","","HMAC-MD5-96 [RFC2403]","hmacmd5authentic"
"IPv6","*","3ffe::*","0x1*","AES-GCM with 8 octet ICV [RFC4106]","0x000102030405060708090a0b0c0d0e0f10111213","NULL",""
"IPv4","*","*","*","AES-GCM [RFC4106]","0x000102030405060708090a0b0c0d0e0f10111213","ANY 128 bit authentication [no checking]","0x"
"IPv4","*","*","*","AES-GCM [RFC4106]","0x000102030405060708090a0b0c0d0e0f10111213","ANY 64 bit authentication [no checking]",""
"IPv4","*","*","5","AES-CTR [RFC3686]","0x000102030405060708090a0b0c0d0e0f10111213","HMAC-SHA-256-96 [draft-ietf-ipsec-ciph-sha-256-00]","0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f","64-bit","0x0000000a"
"IPv4","*","*","5","BLOWFISH-CBC [RFC2451]","blowfishblowfish","MAC-RIPEMD-160-96 [RFC2857]","hmacsha1authenticati","32-bit","0"
"IPv4","*","*","5","TWOFISH-CBC","twofish\x63bctestin","NULL",""
-o 'uat:esp_sa:"IPv4","*","*","6","DES-CBC [RFC2405]","descbcte","NULL",""' -o "x" -o 'uat:ikev1_decryption_table:fafaeb49382a763c,735be0cb62f82675c4f7bf8fbab9b56834ba76d6ab4fa240' -r x.pcap
uat:esp_sa:"IPv4","*","*","7","CAST5-CBC [RFC2144]","0123456789abcdef","NULL",""
`)
	gcm := bin("000102030405060708090a0b0c0d0e0f10111213")
	sha256 := bin("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
	same(t, s.ESP, []*keys.ESP{
		{Src: addr("80.1.0.2"), Dst: addr("80.2.0.2"), SPI: keys.SPIOf(0x0b34389d), Encr: ipsec.EncrAESCBC, Key: bin("b1072194896a8e5db6cc22a07c9b0e59"), Integ: ipsec.IntegSHA1_96, IntegKey: bin("f4f4df6d80a94d420dd2e4cb97c3fbd61f1369e2")},
		{SPI: keys.SPIOf(0x0b34389d), Encr: ipsec.Encr3DES, Key: crypt.Secret("3descbcencryptiontesting"), Integ: ipsec.IntegUnverified96},
		{Src: addr("3ffe::1"), Dst: addr("3ffe::25"), SPI: keys.SPIOf(23), Encr: ipsec.EncrNull, Integ: ipsec.IntegMD5_96, IntegKey: crypt.Secret("hmacmd5authentic")},
		{Dst: addr("3ffe::*"), SPI: keys.SPI{Value: 0x10, Mask: 0xf0 | 0xffffff00}, Encr: ipsec.EncrAESGCM8, Key: gcm},
		{Encr: ipsec.EncrAESGCM16, Key: gcm},
		{Encr: ipsec.EncrAESGCM8, Key: gcm},
		{SPI: keys.SPIOf(5), Encr: ipsec.EncrAESCTR, Key: gcm, Integ: ipsec.IntegSHA2_256_96, IntegKey: sha256, ESN: true, SeqHigh: 10},
		{SPI: keys.SPIOf(5), Encr: ipsec.EncrBlowfish, Key: crypt.Secret("blowfishblowfish"), Integ: ipsec.IntegRIPEMD160_96, IntegKey: crypt.Secret("hmacsha1authenticati")},
		{SPI: keys.SPIOf(5), Encr: ipsec.EncrTwofishCBC, Key: crypt.Secret("twofishcbctestin")},
		{SPI: keys.SPIOf(6), Encr: ipsec.EncrDES, Key: crypt.Secret("descbcte")},
		{SPI: keys.SPIOf(7), Encr: ipsec.EncrCAST, Key: crypt.Secret("0123456789abcdef")},
	})
	at(t, s.ESP[2].Place, "FILE:5")
	same(t, s.IKE, []*keys.IKE{{Version: 1, InitiatorSPI: 0xfafaeb49382a763c, Ka: bin("735be0cb62f82675c4f7bf8fbab9b56834ba76d6ab4fa240")}})
}

func TestIKETables(t *testing.T) {
	s := load(t, `fafaeb49382a763c,735be0cb62f82675c4f7bf8fbab9b56834ba76d6ab4fa240
0001020304050607,c02e7a3031a03188,3f44bf47cafd8150591deb088199fcbf,bedb67ec7dc3d00cccac42e70cd63bde,"AES-CBC-128 [RFC3602]",4ea8e662b07cdd430f6944c6723e4b82d5722418,515b0bd22e6d76b34fdb760aa7bfad80b109b75d,"HMAC_SHA1_96 [RFC2404]"
79e273920dff4f05,4d1bf395abda3f43,e8fcc11b4e8ed6c4f224f024029eab53a304d841,b11fe6561965ec17bf356224579560cc8781c2dd,"AES-GCM-128 with 16 octet ICV [RFC5282]","","","NONE [RFC4306]"
79e273920dff4f05,4d1bf395abda3f43,000102030405060708090a0b0c0d0e0f101112,000102030405060708090a0b0c0d0e0f101112,"AES-CCM-128 with 12 octet ICV [RFC5282]",,,"NONE [RFC4306]"
8001020304050607,debc583a8f40d0cf,0d085cb0db3e856c4d4745cc1ff5c9274f580827f03c1aad,8f01464a6b1a7aaf8b8a969c88f3cc8ef82a96cd7218fc11,"3DES [RFC2451]",f4c101c72118cf31d4682f68b9a29c07,e7354351e9a081c365b2761ac5f815ea,"ANY 96-bits of Authentication [No Checking]"
8001020304050607,debc583a8f40d0cf,,,"NULL [RFC2410]",f4c101c72118cf31d4682f68b9a29c07,e7354351e9a081c365b2761ac5f815ea,"HMAC_MD5_128 [RFC4595]"
`)
	md5i, md5r := bin("f4c101c72118cf31d4682f68b9a29c07"), bin("e7354351e9a081c365b2761ac5f815ea")
	ccm := bin("000102030405060708090a0b0c0d0e0f101112")
	same(t, s.IKE, []*keys.IKE{
		{Version: 1, InitiatorSPI: 0xfafaeb49382a763c, Ka: bin("735be0cb62f82675c4f7bf8fbab9b56834ba76d6ab4fa240")},
		{
			Version: 2, InitiatorSPI: 0x0001020304050607, ResponderSPI: 0xc02e7a3031a03188, Encr: ipsec.EncrAESCBC, KeyBits: 128, Integ: ipsec.IntegSHA1_96,
			SKei: bin("3f44bf47cafd8150591deb088199fcbf"), SKer: bin("bedb67ec7dc3d00cccac42e70cd63bde"),
			SKai: bin("4ea8e662b07cdd430f6944c6723e4b82d5722418"), SKar: bin("515b0bd22e6d76b34fdb760aa7bfad80b109b75d"),
		},
		{
			Version: 2, InitiatorSPI: 0x79e273920dff4f05, ResponderSPI: 0x4d1bf395abda3f43, Encr: ipsec.EncrAESGCM16, KeyBits: 128,
			SKei: bin("e8fcc11b4e8ed6c4f224f024029eab53a304d841"), SKer: bin("b11fe6561965ec17bf356224579560cc8781c2dd"),
		},
		{Version: 2, InitiatorSPI: 0x79e273920dff4f05, ResponderSPI: 0x4d1bf395abda3f43, Encr: ipsec.EncrAESCCM12, KeyBits: 128, SKei: ccm, SKer: ccm},
		{
			Version: 2, InitiatorSPI: 0x8001020304050607, ResponderSPI: 0xdebc583a8f40d0cf, Encr: ipsec.Encr3DES, Integ: ipsec.IntegUnverified96,
			SKei: bin("0d085cb0db3e856c4d4745cc1ff5c9274f580827f03c1aad"), SKer: bin("8f01464a6b1a7aaf8b8a969c88f3cc8ef82a96cd7218fc11"), SKai: md5i, SKar: md5r,
		},
		{Version: 2, InitiatorSPI: 0x8001020304050607, ResponderSPI: 0xdebc583a8f40d0cf, Encr: ipsec.EncrNull, Integ: ipsec.IntegMD5_128, SKai: md5i, SKar: md5r},
	})
}

// A folder stands for the tables in it: Wireshark's configuration, or what
// strongSwan's save-keys plugin writes.
func TestTablesInFolder(t *testing.T) {
	dir := t.TempDir()
	if _, err := Read(dir); err == nil || !strings.Contains(err.Error(), "a folder without esp_sa, ikev1_decryption_table, ikev2_decryption_table") {
		t.Error(err)
	}
	for name, text := range map[string]string{
		"esp_sa":                 `"IPv4","*","*","7","NULL","","NULL",""` + "\n",
		"ikev1_decryption_table": "fafaeb49382a763c,735be0cb62f82675c4f7bf8fbab9b56834ba76d6ab4fa240\n",
		"preferences":            "esp.enable_encryption_decode: TRUE\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := read(t, dir)
	if len(s.ESP) != 1 || len(s.IKE) != 1 {
		t.Fatalf("%d ESP and %d IKE SAs, want one of each", len(s.ESP), len(s.IKE))
	}
	at(t, s.ESP[0].Place, filepath.Join(dir, "esp_sa")+":1")
}
