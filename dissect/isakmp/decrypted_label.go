package isakmp

import (
	"cmp"
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// formatBytes appends "Decrypted Data (197 bytes)".
func formatBytes(b []byte, t *field.Tree, i int) []byte {
	return appendSize(append(append(b, t.Nodes[i].Def.Label...), " ("...), t.Nodes[i].Len)
}

// appendSize appends "197 bytes)".
func appendSize(b []byte, n uint32) []byte {
	b = field.AppendUint(b, uint64(n))
	if n == 1 {
		return append(b, " byte)"...)
	}
	return append(b, " bytes)"...)
}

// formatSized appends "Initialization Vector: 1c9ea6abfb98efb4 (8 bytes)".
func formatSized(b []byte, t *field.Tree, i int) []byte {
	b = append(append(b, t.Nodes[i].Def.Label...), ": "...)
	b = field.AppendCut(b, t.Bytes(i))
	b = field.AppendUint(append(b, " ("...), uint64(t.Nodes[i].Len))
	return append(b, " bytes)"...)
}

// formatEncryptedData appends the size and the algorithm:
// "Encrypted Data (197 bytes) <AES-GCM-128 with 16 octet ICV [RFC5282]>".
func formatEncryptedData(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendUint(append(b, "Encrypted Data ("...), uint64(t.Nodes[i].Len))
	b = append(b, " bytes)"...)
	v := t.Nodes[i].Val
	if v == 0 {
		return b
	}
	e := ipsec.Encr(v >> 16)
	b = append(appendCipher(append(b, " <"...), e, uint16(v)), '>')
	if t.Child(i, fNotBlocks) >= 0 {
		b = append(b, "[Invalid length, should be a multiple of block size ("...)
		b = append(field.AppendUint(b, uint64(e.BlockSize())), ")]"...)
	}
	return b
}

// appendCipher names an encryption algorithm with the length of its key.
func appendCipher(b []byte, e ipsec.Encr, bits uint16) []byte {
	n := e.Names()
	before, behind, sized := strings.Cut(cmp.Or(n.IKELabel, n.IKETable), "*")
	if before == "" {
		return field.AppendUint(append(b, "Unknown cipher: "...), uint64(e.Number()))
	}
	b = append(b, before...)
	if sized {
		b = field.AppendUint(b, uint64(bits))
	}
	return append(b, behind...)
}

// formatICV appends "Integrity Checksum Data: 80e95ddad250ddf9 (8 bytes)[correct]".
func formatICV(b []byte, t *field.Tree, i int) []byte {
	b = formatSized(b, t, i)
	v := t.Nodes[i].Val
	if name := ipsec.Integ(v >> 8).Names().IKELabel; name != "" {
		b = append(append(append(b, " <"...), name...), '>')
	}
	b = append(append(b, '['), verdictName(v&0xff)...)
	if c := t.Child(i, fWant); c >= 0 {
		b = append(append(b, ", should be "...), t.Text(c)...)
	}
	return append(b, ']')
}

// formatPadTooLong says that there is less than the padding should take.
func formatPadTooLong(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendUint(append(b, "Pad Length: "...), t.Nodes[i].Val)
	return append(b, " [too long]"...)
}
