package esp_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/labtest"
	esptrack "github.com/pktscope/pktscope/internal/track/esp"
)

// A sealer makes ESP packets of one SA, with Go's crypto.
type sealer struct {
	spi  uint32
	key  crypt.Secret // GCM: with its salt
	mac  crypt.Secret // nil: AES-GCM with an ICV of 16 bytes
	esn  bool
	null bool // ENCR_NULL
}

// newSealer is AES-CBC with HMAC-SHA1-96, whose keys are like no other SPI's.
func newSealer(spi uint32) *sealer {
	return &sealer{spi: spi, key: secret(16, spi), mac: secret(20, spi+1)}
}

// newGCM is AES-GCM.
func newGCM(spi uint32) *sealer { return &sealer{spi: spi, key: secret(16+4, spi)} }

func secret(n int, seed uint32) crypt.Secret {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(seed>>(8*(i%4))) ^ byte(i*37)
	}
	return b
}

// esp describes the SA to dst as a key file does.
func (s *sealer) esp(dst string) *keys.ESP {
	e := &keys.ESP{SPI: keys.SPIOf(s.spi), Encr: ipsec.EncrAESGCM16, Key: s.key, ESN: s.esn}
	if s.mac != nil {
		e.Encr, e.Integ, e.IntegKey = ipsec.EncrAESCBC, ipsec.IntegSHA1_96, s.mac
	}
	if s.null {
		e.Encr, e.Key = ipsec.EncrNull, nil
	}
	if dst != "" {
		e.Dst = keys.AddrOf(netip.MustParseAddr(dst))
	}
	return e
}

// seal is the packet number n with payload, which is of protocol next: RFC 4303,
// section 2.
func (s *sealer) seal(n uint64, next byte, payload []byte) []byte {
	b := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, s.spi), uint32(n))
	text := append([]byte(nil), payload...)
	block := 16
	if s.mac == nil || s.null {
		block = 4
	}
	pad := 0
	for ; (len(text)+2)%block != 0; pad++ {
		text = append(text, byte(pad+1))
	}
	text = append(text, byte(pad), next)
	high := binary.BigEndian.AppendUint32(nil, uint32(n>>32))
	if s.mac == nil {
		block, _ := aes.NewCipher(s.key[:16])
		gcm, _ := cipher.NewGCM(block)
		iv := binary.BigEndian.AppendUint64(nil, n)
		aad := b
		if s.esn {
			aad = append(append(b[:4:4], high...), b[4:]...)
		}
		return gcm.Seal(append(b, iv...), append(append([]byte(nil), s.key[16:]...), iv...), text, aad)
	}
	if s.null {
		b = append(b, text...)
	} else {
		block, _ := aes.NewCipher(s.key)
		iv := binary.BigEndian.AppendUint64(make([]byte, 8), n)
		cipher.NewCBCEncrypter(block, iv).CryptBlocks(text, text)
		b = append(append(b, iv...), text...)
	}
	mac := hmac.New(sha1.New, s.mac)
	mac.Write(b)
	if s.esn {
		mac.Write(high)
	}
	return append(b, mac.Sum(nil)[:12]...)
}

// ip4 and ip6 put payload into an IP packet; udp into a datagram without a
// checksum.
func ip4(src, dst string, proto byte, payload []byte) []byte {
	from, to := netip.MustParseAddr(src).As4(), netip.MustParseAddr(dst).As4()
	b := []byte{0x45, 0, 0, 0, 0, 1, 0, 0, 64, proto, 0, 0}
	b = append(append(append(b, from[:]...), to[:]...), payload...)
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
	var sum uint32
	for i := 0; i < 20; i += 2 {
		sum += uint32(binary.BigEndian.Uint16(b[i:]))
	}
	binary.BigEndian.PutUint16(b[10:], ^uint16(sum+sum>>16))
	return b
}

func ip6(src, dst string, next byte, payload []byte) []byte {
	from, to := netip.MustParseAddr(src).As16(), netip.MustParseAddr(dst).As16()
	b := []byte{0x60, 0, 0, 0, byte(len(payload) >> 8), byte(len(payload)), next, 64}
	return append(append(append(b, from[:]...), to[:]...), payload...)
}

func udp(src, dst uint16, payload []byte) []byte {
	b := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, src), dst)
	b = binary.BigEndian.AppendUint16(b, uint16(8+len(payload)))
	return append(append(b, 0, 0), payload...)
}

// IP protocols.
const (
	protoICMP = 1
	protoIPv4 = 4
	protoUDP  = 17
	protoIPv6 = 41
	protoESP  = 50
	protoAH   = 51
)

// ping is an echo request.
var ping = []byte{8, 0, 0xf7, 0xfd, 0, 1, 0, 1}

// A bench takes packets apart with a Store.
type bench struct {
	*esptrack.Store
	engine *dissect.Engine
	arena  *dissect.Arena
}

func newBench(t testing.TB, sas ...*keys.ESP) *bench {
	t.Helper()
	r := labtest.Registry(t)
	b := &bench{nil, dissect.NewEngine(r), dissect.NewArena(r)}
	b.engine.Use(b.arena)
	b.with(sas...)
	return b
}

// with makes b begin anew with these SAs.
func (b *bench) with(sas ...*keys.ESP) {
	b.Store = esptrack.NewStore(keys.NewRing(&keys.Set{ESP: sas}))
	b.engine.DecryptWith(b.Store)
}

// read takes an IP packet apart, of which the capture has all.
func (b *bench) read(p *dissect.Packet, packet []byte) {
	b.arena.Reset()
	b.engine.Dissect(p, uint32(capture.LinkRaw), packet, len(packet))
}
