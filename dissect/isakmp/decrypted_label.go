package isakmp

import "github.com/pktscope/pktscope/dissect/field"

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
	b = append(appendCipher(append(b, " <"...), uint16(v>>16), uint16(v)), '>')
	if t.Child(i, fNotBlocks) >= 0 {
		b = append(b, "[Invalid length, should be a multiple of block size ("...)
		b = append(field.AppendUint(b, blockSize(uint16(v>>16))), ")]"...)
	}
	return b
}

// blockSize is that of an encryption algorithm whose mode is CBC.
func blockSize(encr uint16) uint64 {
	switch encr {
	case 2, 3: // DES, 3DES
		return 8
	}
	return 16
}

// appendCipher names an encryption algorithm with the length of its key.
func appendCipher(b []byte, encr, bits uint16) []byte {
	before, behind := cipherName(encr)
	if before == "" {
		return field.AppendUint(append(b, "Unknown cipher: "...), uint64(encr))
	}
	b = append(b, before...)
	if before[len(before)-1] == '-' {
		b = field.AppendUint(b, uint64(bits))
	}
	return append(b, behind...)
}

// cipherName is the name of an encryption algorithm of IKEv2; one that ends in
// a hyphen wants the length of the key behind it.
func cipherName(encr uint16) (before, behind string) {
	switch encr {
	case 2:
		return "DES-CBC", " [RFC2405]"
	case 3:
		return "3DES", " [RFC2451]"
	case 11:
		return "NULL", " [RFC2410]"
	case 12:
		return "AES-CBC-", " [RFC3602]"
	case 13:
		return "AES-CTR-", " [RFC5930]"
	case 14:
		return "AES-CCM-", " with 8 octet ICV [RFC5282]"
	case 15:
		return "AES-CCM-", " with 12 octet ICV [RFC5282]"
	case 16:
		return "AES-CCM-", " with 16 octet ICV [RFC5282]"
	case 18:
		return "AES-GCM-", " with 8 octet ICV [RFC5282]"
	case 19:
		return "AES-GCM-", " with 12 octet ICV [RFC5282]"
	case 20:
		return "AES-GCM-", " with 16 octet ICV [RFC5282]"
	case 23:
		return "CAMELLIA-CBC-", " [RFC5529]"
	case 28:
		return "CHACHA20-POLY1305", " [RFC7634]"
	}
	return "", ""
}

// macName is the name of an integrity algorithm of IKEv2.
func macName(integ uint16) string {
	switch integ {
	case 1:
		return "HMAC_MD5_96 [RFC2403]"
	case 2:
		return "HMAC_SHA1_96 [RFC2404]"
	case 5:
		return "AES_XCBC_96 [RFC3566]"
	case 6:
		return "HMAC_MD5_128 [RFC4595]"
	case 7:
		return "HMAC_SHA1_160 [RFC4595]"
	case 8:
		return "AES_CMAC_96 [RFC4494]"
	case 12:
		return "HMAC_SHA2_256_128 [RFC4868]"
	case 13:
		return "HMAC_SHA2_384_192 [RFC4868]"
	case 14:
		return "HMAC_SHA2_512_256 [RFC4868]"
	}
	return ""
}

// formatICV appends "Integrity Checksum Data: 80e95ddad250ddf9 (8 bytes)[correct]".
func formatICV(b []byte, t *field.Tree, i int) []byte {
	b = formatSized(b, t, i)
	v := t.Nodes[i].Val
	if name := macName(uint16(v >> 8)); name != "" {
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
