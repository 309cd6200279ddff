package decrypt

import (
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
)

// Keys of a resumed SA are made of SK_d in the ticket: a Diffie-Hellman secret in a
// file is another SA's. Final keys are as good as ever.
func TestResumed(t *testing.T) {
	key := make([]byte, 16)
	record := func(k keys.IKE) *keys.Set {
		k.Version, k.InitiatorSPI, k.ResponderSPI, k.Encr, k.PRF = 2, spiI.Uint64(), spiR.Uint64(), ipsec.EncrAESCBC, ipsec.PRFSHA1
		return &keys.Set{IKE: []*keys.IKE{&k}}
	}
	for _, c := range []struct {
		set  *keys.Set
		want string
	}{
		{&keys.Set{PSK: []*keys.PSK{{Text: key}}}, "no key for this SA, which was resumed by a ticket"},
		{record(keys.IKE{SharedSecret: key}), "not derivable: the SA was resumed by a ticket"},
		{record(keys.IKE{SKei: key, SKer: key}), ""},
	} {
		x := &Transcript{Version: 2, SPIs: [2]isakmp.SPI{spiI, spiR}, Resumed: true}
		x.Hello[0].Nonce, x.Hello[1].Nonce = key, key
		list := New(keys.NewRing(c.set)).candidates(x)
		if _, why := x.Secret(); !strings.Contains(why, c.want) || (len(list) > 0) != (c.want == "") {
			t.Errorf("%d candidates, %q, want %q", len(list), why, c.want)
		}
	}
}

// The keys of a child SA with additional key exchanges need their secrets: RFC 9370,
// section 2.2.4.
func TestAdditionalKeyExchanges(t *testing.T) {
	d := New(keys.NewRing())
	x := &Transcript{Version: 2, secret: &Secret{PRF: ipsec.PRFSHA2_256, from: new(keys.IKE)}}
	x.secret.V2.D = make([]byte, 32)
	c := &Child{Suite: ipsec.Suite{Encr: ipsec.EncrAESGCM16, KeyBits: 128}, Nonces: [2][]byte{{1}, {2}}}
	if list, err := d.ChildKeys(x, c); len(list) != 1 || err != nil {
		t.Errorf("%d, %v", len(list), err)
	}
	c.Additional = true
	if list, err := d.ChildKeys(x, c); len(list) != 0 || err == nil {
		t.Errorf("%d, %v", len(list), err)
	}
}
