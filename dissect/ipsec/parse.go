package ipsec

import (
	"slices"
	"strconv"
	"strings"
)

// ParseEncr finds an algorithm by name: IANA's (ENCR_AES_CBC), strongSwan's
// (AES_CBC, AES_CBC_128) or that of key files (aes-cbc). Case does not matter,
// nor which of "-" and "_" is written. keyBits is the key length that the name
// ends in, 0 without.
func ParseEncr(name string) (e Encr, keyBits int, ok bool) {
	name = plain(name, "encr_")
	if e, ok := encrNamed(name); ok {
		return e, 0, true
	}
	base, tail, _ := cutLast(name)
	bits, err := strconv.Atoi(tail)
	if err != nil {
		return 0, 0, false
	}
	e, ok = encrNamed(base)
	if !ok || bits%8 != 0 || !e.KeyLengths().Has(bits/8) {
		return 0, 0, false
	}
	return e, bits, true
}

func encrNamed(name string) (Encr, bool) {
	for i := range encrs {
		if r := &encrs[i]; plain(r.names.IANA, "encr_") == name || slices.Contains(r.aliases, name) {
			return r.encr, true
		}
	}
	return 0, false
}

// ParseInteg finds an algorithm by name as ParseEncr does: AUTH_HMAC_SHA1_96,
// HMAC_SHA1_96, hmac-sha1-96, also hmac-sha256-128 for SHA2-256.
func ParseInteg(name string) (Integ, bool) {
	name = sha2(plain(name, "auth_"))
	for i := range integs {
		if r := &integs[i]; plain(r.names.IANA, "auth_") == name || slices.Contains(r.aliases, name) {
			return r.integ, true
		}
	}
	return 0, false
}

// ParsePRF finds a function by name as ParseEncr does: PRF_HMAC_SHA2_256,
// hmac-sha2-256, also by the name of its hash (sha256).
func ParsePRF(name string) (PRF, bool) {
	name = sha2(plain(name, "prf_"))
	for i := range prfs {
		r := &prfs[i]
		if n := plain(r.names.IANA, "prf_"); n == name || n == "hmac_"+name || slices.Contains(r.aliases, name) {
			return r.prf, true
		}
	}
	return 0, false
}

// ParseHash finds a hash of IKEv1 by name: MD5, SHA, sha1, SHA2-256, sha256.
func ParseHash(name string) (Hash, bool) {
	prf, _ := ParsePRF(name)
	for i := range hashes {
		if hashes[i].prf == prf && prf != 0 {
			return hashes[i].hash, true
		}
	}
	return 0, false
}

// ParseKernelEncr finds an algorithm by the Linux kernel's name of it, new or
// old. Of a family that differs in its ICV alone it is the one with an ICV of
// that many bits, where there is none that with the longest.
func ParseKernelEncr(name string, icvBits int) (e Encr, ok bool) {
	for i := range encrs {
		r := &encrs[i]
		if r.names.Kernel == "" || r.names.Kernel != name && !slices.Contains(r.kernelAliases, name) {
			continue
		}
		if e, ok = r.encr, true; r.icv == icvBits/8 {
			break
		}
	}
	return e, ok
}

// ParseKernelInteg finds an algorithm by the Linux kernel's name of it, new or
// old, with an ICV of that many bits. 0 bits are the kernel's own choice, which
// is the shortest: for SHA2-256 that of a draft. An ICV of a length that no
// algorithm of that name has, cannot be verified.
func ParseKernelInteg(name string, bits int) (Integ, bool) {
	var found *integRow
	for i := range integs {
		r := &integs[i]
		switch {
		case r.names.Kernel == "" || r.names.Kernel != name && !slices.Contains(r.kernelAliases, name):
		case r.integ == IntegNone || bits > 0 && r.icv == bits/8:
			return r.integ, true
		case found == nil || r.icv < found.icv:
			found = r
		}
	}
	switch {
	case found == nil:
		return 0, false
	case bits == 0:
		return found.integ, true
	}
	i := IntegUnverified(bits / 8)
	return i, i != IntegNone
}

// WithICV is the algorithm of e's family that has an ICV of n bytes; e itself
// where there is none. A family is a cipher in a mode.
func (e Encr) WithICV(n int) Encr {
	for _, family := range [...][3]Encr{
		{EncrAESGCM8, EncrAESGCM12, EncrAESGCM16}, {EncrAESCCM8, EncrAESCCM12, EncrAESCCM16},
		{EncrCamelliaCCM8, EncrCamelliaCCM12, EncrCamelliaCCM16},
	} {
		for _, f := range family {
			if f.ICVLen() == n && slices.Contains(family[:], e) {
				return f
			}
		}
	}
	return e
}

// plain is name in lower case, with underscores, and without the prefix.
func plain(name, prefix string) string {
	return strings.TrimPrefix(strings.ReplaceAll(strings.ToLower(name), "-", "_"), prefix)
}

// sha2 writes sha256 as sha2_256.
func sha2(name string) string {
	for _, bits := range [...]string{"256", "384", "512"} {
		name = strings.Replace(name, "sha"+bits, "sha2_"+bits, 1)
		name = strings.Replace(name, "sha_"+bits, "sha2_"+bits, 1)
	}
	return name
}

// cutLast splits name at its last underscore.
func cutLast(name string) (before, after string, found bool) {
	i := strings.LastIndexByte(name, '_')
	if i < 0 {
		return name, "", false
	}
	return name[:i], name[i+1:], true
}
