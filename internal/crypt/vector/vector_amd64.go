package vector

import "golang.org/x/sys/cpu"

// Available reports whether the processor has what this package needs.
func Available() bool {
	x := &cpu.X86
	return x.HasAVX512F && x.HasAVX512BW && x.HasAVX512VL && x.HasAVX512VAES && x.HasAVX512VPCLMULQDQ && x.HasAVX2 && x.HasBMI2
}

// decryptGCM decrypts text to dst, of the same length, and replaces the counter block
// in s by the tag.
//
//go:noescape
func decryptGCM(key *GCM, s *Sum, dst, text []byte)

// decryptCBC decrypts text to dst, of the same length.
//
//go:noescape
func decryptCBC(s *schedule, dst, text, iv []byte)
