package forms

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// charonSecret is where an IKE SA keeps the secret that the log calls label.
func charonSecret(k *keys.IKE, label string) (key *crypt.Secret, version uint8) {
	switch label {
	case "IKE SKEYID":
		return &k.SKEYID, 1
	case "IKE SKEYID_d":
		return &k.SKEYIDd, 1
	case "IKE SKEYID_a":
		return &k.SKEYIDa, 1
	case "IKE SKEYID_e":
		return &k.SKEYIDe, 1
	case "IKE encryption key Ka":
		return &k.Ka, 1
	case "IKE SKEYSEED":
		return &k.SKEYSEED, 2
	case "IKE Sk_d secret":
		return &k.SKd, 2
	case "IKE Sk_ai secret":
		return &k.SKai, 2
	case "IKE Sk_ar secret":
		return &k.SKar, 2
	case "IKE Sk_ei secret":
		return &k.SKei, 2
	case "IKE Sk_er secret":
		return &k.SKer, 2
	case "IKE Sk_pi secret":
		return &k.SKpi, 2
	case "IKE Sk_pr secret":
		return &k.SKpr, 2
	case ppkLabel:
		return &k.PPK, 2
	case "IKE shared Diffie Hellman secret", "IKE key exchange secret":
		return &k.SharedSecret, 0
	}
	return nil, 0
}

// field is where a child keeps the secret that the log calls label.
func (h *charonChild) field(label string) *crypt.Secret {
	switch label {
	case "CHD encryption initiator key":
		return &h.keys[0]
	case "CHD encryption responder key":
		return &h.keys[1]
	case "CHD integrity initiator key":
		return &h.integKeys[0]
	case "CHD integrity responder key":
		return &h.integKeys[1]
	case "CHD DH secret", "CHD key exchange secret":
		return &h.pfs
	}
	return nil
}

const (
	natdChunk = "IKE natd_chunk"
	ppkLabel  = "IKE derive keys using PPK" // before SK_d, SK_pi and SK_pr of after
)

// wanted reports whether a dump is worth reading.
func wanted(label string) bool {
	k, _ := charonSecret(new(keys.IKE), label)
	return k != nil || new(charonChild).field(label) != nil || label == natdChunk
}

// dumped puts a secret where it belongs.
func (w *strongswan) dumped(t *charonThread, label string, b []byte) {
	if label == natdChunk {
		w.natDetection(t, b)
		return
	}
	t.since = 0
	if strings.HasPrefix(label, "CHD") {
		h := w.childOf(t)
		if *h.field(label) = b; !h.hasKeys {
			h.hasKeys, h.place = true, t.labelled
		}
		return
	}
	if t.ike != nil {
		// A second secret of a kind is that of another SA; so is one of the
		// other version.
		key, version := charonSecret(t.ike, label)
		if len(*key) > 0 || label == ppkLabel || version != 0 && t.ike.Version != 0 && version != t.ike.Version {
			w.endIKE(t)
		}
	}
	if t.ike == nil {
		w.newIKE(t)
	}
	key, version := charonSecret(t.ike, label)
	*key = b
	if version != 0 {
		t.ike.Version = version
	}
}

// newIKE begins an SA. That of a CREATE_CHILD_SA, which may go on in IKE_FOLLOWUP_KE
// (RFC 9370, section 2.2.4), replaces the one that the thread works at; any other is
// the one that it works at.
func (w *strongswan) newIKE(t *charonThread) {
	t.ike = &keys.IKE{Place: t.labelled}
	t.rekeyed = t.exchange == "CREATE_CHILD_SA" || t.exchange == "IKE_FOLLOWUP_KE"
	if t.exchange == "" && t.spis[1] != 0 && w.old[t.spis] {
		t.rekeyed = true // an SA that is established derives no keys of its own
	}
	if !t.rekeyed && t.spis[1] == 0 {
		w.nameByNAT(t.ike)
	}
}

// endIKE keeps the thread's SA.
func (w *strongswan) endIKE(t *charonThread) {
	k := t.ike
	if k == nil {
		return
	}
	t.ike = nil
	if k.Version == 0 {
		return // a shared secret alone, which has no version
	}
	switch {
	case k.InitiatorSPI != 0:
	case t.rekeyed:
		k.RekeyedFrom = t.spis[0]
	case t.spis[1] != 0 && t.exchange == "" && w.used[t.spis] && len(k.SKei) > 0:
		// Its keys after another exchange (RFC 9370, section 2.2.2), or those of an SA
		// that takes its place: the log does not say which.
	case t.spis[1] != 0:
		w.name(k, t.spis)
	}
	proposal := t.proposal
	if proposal == "" {
		proposal = w.ike
	}
	addProposal(k, proposal)
	if t.rekeyed && k.InitiatorSPI == 0 && t.spis[1] != 0 && len(w.waiting) < maxThreads {
		w.waiting = append(w.waiting, charonRekeyed{k, t.spis})
		return
	}
	w.c.addIKE(*k)
}

// addProposal names the algorithms of a proposal if they fit k's keys; a log in
// which several SAs are negotiated at once may have the wrong one.
func addProposal(k *keys.IKE, proposal string) {
	n := *k
	for name := range strings.SplitSeq(proposal, "/") {
		if e, bits, ok := ipsec.ParseEncr(name); ok {
			n.Encr, n.KeyBits = e, bits
		} else if strings.HasPrefix(name, "PRF_") {
			n.PRF, _ = ipsec.ParsePRF(name)
		} else if i, ok := ipsec.ParseInteg(name); ok {
			n.Integ = i
		}
	}
	if n.Version == 1 {
		for h := ipsec.HashMD5; h <= ipsec.HashSHA2_512; h++ {
			if h.PRF() == n.PRF {
				n.Hash = h
			}
		}
		n.PRF, n.Integ = 0, 0
	}
	if n.Check() == nil {
		*k = n
	}
}

// natDetection reads what is hashed for NAT detection: both SPIs, an address
// and a port. The initiator hashes them before its keys are derived, the responder
// right behind them in the same thread, or before, as strongSwan 6 does.
func (w *strongswan) natDetection(t *charonThread, b []byte) {
	if len(b) < 16 {
		return
	}
	spis := [2]uint64{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
	if spis[1] == 0 || w.used[spis] || slices.Contains(w.natd, spis) {
		return
	}
	if k := t.ike; k != nil && k.InitiatorSPI == 0 && !t.rekeyed && t.since <= behindKeys {
		w.name(k, spis)
		return
	}
	if w.natd = append(w.natd, spis); len(w.natd) > maxHashed {
		w.natd = w.natd[1:]
	}
}

const (
	behindKeys = 6  // lines between keys and what the responder hashes then
	maxHashed  = 16 // bounds the SPIs that wait for keys
)

// nameByNAT gives k the SPIs that NAT detection hashed, if they are those of one SA.
func (w *strongswan) nameByNAT(k *keys.IKE) {
	w.natd = slices.DeleteFunc(w.natd, func(spis [2]uint64) bool { return w.used[spis] })
	if len(w.natd) == 1 {
		w.name(k, w.natd[0])
		w.natd = w.natd[:0]
	}
}
