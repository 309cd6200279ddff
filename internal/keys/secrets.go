package keys

import "github.com/pktscope/pktscope/internal/crypt"

// A named key of an IKE SA.
type named struct {
	name string
	key  crypt.Secret
}

func (k *IKE) cipherKeys() []named {
	return []named{{"Ka", k.Ka}, {"SK_ei", k.SKei}, {"SK_er", k.SKer}}
}

func (k *IKE) integKeys() []named { return []named{{"SK_ai", k.SKai}, {"SK_ar", k.SKar}} }

func (k *IKE) prfKeys() []named {
	return []named{
		{"SKEYID", k.SKEYID}, {"SKEYID_d", k.SKEYIDd}, {"SKEYID_a", k.SKEYIDa}, {"SKEYID_e", k.SKEYIDe},
		{"SKEYSEED", k.SKEYSEED}, {"SK_d", k.SKd}, {"SK_pi", k.SKpi}, {"SK_pr", k.SKpr},
	}
}

// HasSecret reports whether k holds any secret of its SA.
func (k *IKE) HasSecret() bool {
	for _, list := range [...][]named{k.cipherKeys(), k.integKeys(), k.prfKeys()} {
		for _, f := range list {
			if len(f.key) > 0 {
				return true
			}
		}
	}
	return len(k.SharedSecret)+len(k.DHPrivate)+len(k.PSK)+len(k.PPK) > 0
}

// HoldsMixed reports whether k, of version 2, holds SK_d, SK_pi and SK_pr of after a
// PPK was mixed in, as it has nothing that the cipher's keys could be made of.
func (k *IKE) HoldsMixed() bool {
	return k.Version == 2 && len(k.SKd)+len(k.SKpi)+len(k.SKpr) > 0 &&
		len(k.SKei)+len(k.SKer)+len(k.SKai)+len(k.SKar)+len(k.SKEYSEED)+len(k.SharedSecret)+len(k.DHPrivate) == 0
}
