package ipsec

var (
	noKey   = Lengths{}
	desKey  = Lengths{8, 8, 0}
	des3Key = Lengths{24, 24, 0}
	key128  = Lengths{16, 16, 0}
	key256  = Lengths{32, 32, 0}
	aesKeys = Lengths{16, 32, 8}
)

// encrs are the encryption algorithms, ordered by number.
var encrs = [...]encrRow{
	{
		encr: EncrDESIV64, esp: []uint8{1}, key: desKey, usual: 8, block: 8, iv: 8,
		names: EncrNames{IANA: "ENCR_DES_IV64", Transform: "ENCR_DES_IV64", ESP: "DES-IV64"},
	},
	{
		encr: EncrDES, phase1: []uint16{1}, esp: []uint8{2}, key: desKey, usual: 8, block: 8, iv: 8,
		names: EncrNames{
			IANA: "ENCR_DES", Transform: "ENCR_DES", Phase1: "DES-CBC", ESP: "DES",
			ESPTable: "DES-CBC [RFC2405]", IKELabel: "DES-CBC [RFC2405]",
			Policy: "des", Proposal: "DES", TransformSet: "esp-des", Kernel: "cbc(des)",
		},
		aliases: []string{"des_cbc"}, kernelAliases: []string{"des"},
	},
	{
		encr: Encr3DES, phase1: []uint16{5}, esp: []uint8{3}, key: des3Key, usual: 24, block: 8, iv: 8,
		names: EncrNames{
			IANA: "ENCR_3DES", Transform: "ENCR_3DES", Phase1: "3DES-CBC", ESP: "3DES",
			ESPTable: "TripleDES-CBC [RFC2451]", IKETable: "3DES [RFC2451]",
			Policy: "3des", Proposal: "3DES", TransformSet: "esp-3des", Kernel: "cbc(des3_ede)",
		},
		aliases: []string{"3des_cbc"}, kernelAliases: []string{"des3_ede"},
	},
	{
		encr: EncrRC5, phase1: []uint16{4}, esp: []uint8{4}, key: Lengths{5, 255, 1}, usual: 16, block: 8, iv: 8,
		names: EncrNames{IANA: "ENCR_RC5", Transform: "ENCR_RC5", Phase1: "RC5-R16-B64-CBC", ESP: "RC5"},
	},
	{
		encr: EncrIDEA, phase1: []uint16{2}, esp: []uint8{5}, key: key128, usual: 16, block: 8, iv: 8,
		names:   EncrNames{IANA: "ENCR_IDEA", Transform: "ENCR_IDEA", Phase1: "IDEA-CBC", ESP: "IDEA"},
		aliases: []string{"idea_cbc"},
	},
	{
		encr: EncrCAST, phase1: []uint16{6}, esp: []uint8{6}, key: Lengths{11, 16, 1}, usual: 16, block: 8, iv: 8,
		names: EncrNames{
			IANA: "ENCR_CAST", Transform: "ENCR_CAST", Phase1: "CAST-CBC", ESP: "CAST",
			ESPTable: "CAST5-CBC [RFC2144]", Policy: "cast", Kernel: "cbc(cast5)",
		},
		aliases:       []string{"cast_cbc", "cast5", "cast5_cbc", "cast128", "cast128_cbc"},
		kernelAliases: []string{"cbc(cast128)", "cast5", "cast128"},
	},
	{
		encr: EncrBlowfish, phase1: []uint16{3}, esp: []uint8{7}, key: Lengths{5, 56, 1}, usual: 16, block: 8, iv: 8,
		names: EncrNames{
			IANA: "ENCR_BLOWFISH", Transform: "ENCR_BLOWFISH", Phase1: "BLOWFISH-CBC", ESP: "BLOWFISH",
			ESPTable: "BLOWFISH-CBC [RFC2451]", Policy: "blowfish", Kernel: "cbc(blowfish)",
		},
		aliases: []string{"blowfish_cbc"}, kernelAliases: []string{"blowfish"},
	},
	{
		encr: Encr3IDEA, esp: []uint8{8}, key: noKey, block: 8, iv: 8,
		names: EncrNames{IANA: "ENCR_3IDEA", Transform: "ENCR_3IDEA", ESP: "3IDEA"},
	},
	{
		encr: EncrDESIV32, esp: []uint8{9}, key: desKey, usual: 8, block: 8, iv: 4,
		names: EncrNames{IANA: "ENCR_DES_IV32", Transform: "ENCR_DES_IV32", ESP: "DES-IV32"},
	},
	{
		encr: EncrNull, esp: []uint8{11}, key: noKey, block: 1,
		names: EncrNames{
			IANA: "ENCR_NULL", Transform: "ENCR_NULL", ESP: "NULL", ESPTable: "NULL", IKETable: "NULL [RFC2410]",
			TransformSet: "esp-null", Kernel: "ecb(cipher_null)",
		},
		aliases: []string{"none"}, kernelAliases: []string{"", "cipher_null"},
	},
	{
		encr: EncrAESCBC, phase1: []uint16{7}, esp: []uint8{12}, key: aesKeys, usual: 16, block: 16, iv: 16,
		names: EncrNames{
			IANA: "ENCR_AES_CBC", Transform: "ENCR_AES_CBC", Phase1: "AES-CBC", ESP: "AES",
			ESPTable: "AES-CBC [RFC3602]", IKETable: "AES-CBC-* [RFC3602]",
			Policy: "aes", Proposal: "AES-CBC", TransformSet: "esp-aes", Kernel: "cbc(aes)",
		},
		aliases: []string{"aes", "rijndael", "rijndael_cbc"}, kernelAliases: []string{"aes"},
	},
	{
		encr: EncrAESCTR, esp: []uint8{13}, key: aesKeys, usual: 16, block: 16, iv: 8, salt: 4,
		names: EncrNames{
			IANA: "ENCR_AES_CTR", Transform: "ENCR_AES_CTR", ESP: "AES-CTR",
			ESPTable: "AES-CTR [RFC3686]", IKETable: "AES-CTR-* [RFC5930]", Proposal: "AES-CTR", Kernel: "rfc3686(ctr(aes))",
		},
	},
	{
		encr: EncrAESCCM8, esp: []uint8{14}, key: aesKeys, usual: 16, block: 16, iv: 8, salt: 3, icv: 8,
		names: EncrNames{
			IANA: "ENCR_AES_CCM_8", Transform: "ENCR_AES-CCM_8", ESP: "AES-CCM_8",
			IKETable: "AES-CCM-* with 8 octet ICV [RFC5282]", Proposal: "AES-CCM", TransformSet: "esp-ccm", Kernel: "rfc4309(ccm(aes))",
		},
	},
	{
		encr: EncrAESCCM12, esp: []uint8{15}, key: aesKeys, usual: 16, block: 16, iv: 8, salt: 3, icv: 12,
		names: EncrNames{
			IANA: "ENCR_AES_CCM_12", Transform: "ENCR-AES-CCM_12", ESP: "AES-CCM_12",
			IKETable: "AES-CCM-* with 12 octet ICV [RFC5282]", Proposal: "AES-CCM", TransformSet: "esp-ccm", Kernel: "rfc4309(ccm(aes))",
		},
	},
	{
		encr: EncrAESCCM16, esp: []uint8{16}, key: aesKeys, usual: 16, block: 16, iv: 8, salt: 3, icv: 16,
		names: EncrNames{
			IANA: "ENCR_AES_CCM_16", Transform: "ENCR-AES-CCM_16", ESP: "AES-CCM_16",
			IKETable: "AES-CCM-* with 16 octet ICV [RFC5282]", Proposal: "AES-CCM", TransformSet: "esp-ccm", Kernel: "rfc4309(ccm(aes))",
		},
		aliases: []string{"aes_ccm", "ccm"},
	},
	{
		encr: EncrAESGCM8, esp: []uint8{18}, key: aesKeys, usual: 16, block: 16, iv: 8, salt: 4, icv: 8,
		names: EncrNames{
			IANA: "ENCR_AES_GCM_8", Transform: "AES-GCM with a 8 octet ICV", ESP: "AES-GCM_8",
			ESPTable: "AES-GCM with 8 octet ICV [RFC4106]", IKETable: "AES-GCM-* with 8 octet ICV [RFC5282]",
			Proposal: "AES-GCM", TransformSet: "esp-gcm", Kernel: "rfc4106(gcm(aes))",
		},
	},
	{
		encr: EncrAESGCM12, esp: []uint8{19}, key: aesKeys, usual: 16, block: 16, iv: 8, salt: 4, icv: 12,
		names: EncrNames{
			IANA: "ENCR_AES_GCM_12", Transform: "AES-GCM with a 12 octet ICV", ESP: "AES-GCM_12",
			ESPTable: "AES-GCM with 12 octet ICV [RFC4106]", IKETable: "AES-GCM-* with 12 octet ICV [RFC5282]",
			Proposal: "AES-GCM", TransformSet: "esp-gcm", Kernel: "rfc4106(gcm(aes))",
		},
	},
	{
		encr: EncrAESGCM16, esp: []uint8{20}, key: aesKeys, usual: 16, block: 16, iv: 8, salt: 4, icv: 16,
		names: EncrNames{
			IANA: "ENCR_AES_GCM_16", Transform: "AES-GCM with a 16 octet ICV", ESP: "AES-GCM_16",
			ESPTable: "AES-GCM with 16 octet ICV [RFC4106]", ESPLabel: "AES-GCM [RFC4106]",
			IKETable: "AES-GCM-* with 16 octet ICV [RFC5282]",
			Proposal: "AES-GCM", TransformSet: "esp-gcm", Kernel: "rfc4106(gcm(aes))",
		},
		aliases: []string{"aes_gcm", "gcm"},
	},
	{
		encr: EncrAESGMAC, esp: []uint8{23}, key: aesKeys, usual: 16, block: 16, iv: 8, salt: 4, icv: 16,
		names: EncrNames{
			IANA: "ENCR_NULL_AUTH_AES_GMAC", Transform: "ENCR_NULL_AUTH_AES_GMAC", ESP: "NULL_AUTH_AES-GMAC",
			TransformSet: "esp-gmac", Kernel: "rfc4543(gcm(aes))",
		},
		aliases: []string{"aes_gmac", "null_aes_gmac", "gmac"},
	},
	{
		encr: EncrCamelliaCBC, phase1: []uint16{8}, esp: []uint8{22}, key: aesKeys, usual: 16, block: 16, iv: 16,
		names: EncrNames{
			IANA: "ENCR_CAMELLIA_CBC", Transform: "ENCR_CAMELLIA_CBC", Phase1: "CAMELLIA-CBC", ESP: "CAMELLIA",
			IKELabel: "CAMELLIA-CBC-* [RFC5529]", Policy: "camellia", Proposal: "CAMELLIA-CBC", Kernel: "cbc(camellia)",
		},
		aliases: []string{"camellia"}, kernelAliases: []string{"camellia"},
	},
	{
		encr: EncrCamelliaCTR, key: aesKeys, usual: 16, block: 16, iv: 8, salt: 4,
		names: EncrNames{IANA: "ENCR_CAMELLIA_CTR", Transform: "ENCR_CAMELLIA_CTR", Kernel: "rfc3686(ctr(camellia))"},
	},
	{
		encr: EncrCamelliaCCM8, key: aesKeys, usual: 16, block: 16, iv: 8, salt: 3, icv: 8,
		names: EncrNames{IANA: "ENCR_CAMELLIA_CCM_8", Transform: "ENCR_CAMELLIA_CCM with an 8-octet ICV"},
	},
	{
		encr: EncrCamelliaCCM12, key: aesKeys, usual: 16, block: 16, iv: 8, salt: 3, icv: 12,
		names: EncrNames{IANA: "ENCR_CAMELLIA_CCM_12", Transform: "ENCR_CAMELLIA_CCM with a 12-octet ICV"},
	},
	{
		encr: EncrCamelliaCCM16, key: aesKeys, usual: 16, block: 16, iv: 8, salt: 3, icv: 16,
		names:   EncrNames{IANA: "ENCR_CAMELLIA_CCM_16", Transform: "ENCR_CAMELLIA_CCM with a 16-octet ICV"},
		aliases: []string{"camellia_ccm"},
	},
	{
		encr: EncrChaCha20Poly1305, key: key256, usual: 32, block: 1, iv: 8, salt: 4, icv: 16,
		names: EncrNames{
			IANA: "ENCR_CHACHA20_POLY1305", Transform: "ENCR_CHACHA20_POLY1305",
			ESPTable: "ChaCha20 with Poly1305 [RFC7634]", IKELabel: "CHACHA20-POLY1305 [RFC7634]",
			Proposal: "CHACHA20-POLY1305", Kernel: "rfc7539esp(chacha20,poly1305)",
		},
		aliases: []string{"chacha20poly1305", "chachapoly"},
	},
	{
		encr: EncrAESCCM8IIV, key: aesKeys, usual: 16, block: 16, salt: 3, icv: 8,
		names: EncrNames{IANA: "ENCR_AES_CCM_8_IIV", Transform: "ENCR_AES_CCM_8_IIV"},
	},
	{
		encr: EncrAESGCM16IIV, key: aesKeys, usual: 16, block: 16, salt: 4, icv: 16,
		names: EncrNames{
			IANA: "ENCR_AES_GCM_16_IIV", Transform: "ENCR_AES_GCM_16_IIV",
			ESPTable: "AES-GCM with IIV and 16 octet ICV [RFC4106 & RFC8750]",
		},
	},
	{
		encr: EncrChaCha20Poly1305IIV, key: key256, usual: 32, block: 1, salt: 4, icv: 16,
		names: EncrNames{
			IANA: "ENCR_CHACHA20_POLY1305_IIV", Transform: "ENCR_CHACHA20_POLY1305_IIV",
			ESPTable: "ChaCha20 with Poly1305 and IIV [RFC7634 & RFC8750]",
		},
	},
	{
		encr: EncrKuznyechikMGM, key: key256, usual: 32, block: 16, iv: 8, salt: 12, icv: 12,
		names: EncrNames{IANA: "ENCR_KUZNYECHIK_MGM_KTREE", Transform: "ENCR_KUZNYECHIK_MGM_KTREE"},
	},
	{
		encr: EncrMagmaMGM, key: key256, usual: 32, block: 8, iv: 8, salt: 4, icv: 8,
		names: EncrNames{IANA: "ENCR_MAGMA_MGM_KTREE", Transform: "ENCR_MAGMA_MGM_KTREE"},
	},
	{
		encr: EncrKuznyechikMGMMAC, key: key256, usual: 32, block: 16, iv: 8, salt: 12, icv: 12,
		names: EncrNames{IANA: "ENCR_KUZNYECHIK_MGM_MAC_KTREE", Transform: "ENCR_KUZNYECHIK_MGM_MAC_KTREE"},
	},
	{
		encr: EncrMagmaMGMMAC, key: key256, usual: 32, block: 8, iv: 8, salt: 4, icv: 8,
		names: EncrNames{IANA: "ENCR_MAGMA_MGM_MAC_KTREE", Transform: "ENCR_MAGMA_MGM_MAC_KTREE"},
	},
	{
		// FreeS/WAN's numbers in IKEv1.
		encr: EncrSerpentCBC, phase1: []uint16{65004}, esp: []uint8{252}, key: aesKeys, usual: 16, block: 16, iv: 16,
		names:   EncrNames{IANA: "ENCR_SERPENT_CBC", Kernel: "cbc(serpent)"},
		aliases: []string{"serpent"}, kernelAliases: []string{"serpent"},
	},
	{
		// FreeS/WAN's numbers in IKEv1, and SSH's in phase 1.
		encr: EncrTwofishCBC, phase1: []uint16{65005, 65289}, esp: []uint8{253}, key: aesKeys, usual: 16, block: 16, iv: 16,
		names:   EncrNames{IANA: "ENCR_TWOFISH_CBC", ESPTable: "TWOFISH-CBC", Kernel: "cbc(twofish)"},
		aliases: []string{"twofish"}, kernelAliases: []string{"twofish"},
	},
	{
		encr: EncrSM4Old, phase1: []uint16{127}, key: key128, usual: 16, block: 16, iv: 16,
		names: EncrNames{IANA: "ENCR_SM4_CBC_DEPRECATED", Phase1: "SM4-CBC (DEPRECATED)"},
	},
	{
		encr: EncrSM1, phase1: []uint16{128}, key: key128, usual: 16, block: 16, iv: 16,
		names: EncrNames{IANA: "ENCR_SM1_CBC", Phase1: "SM1-CBC"},
	},
	{
		encr: EncrSM4, phase1: []uint16{129}, key: key128, usual: 16, block: 16, iv: 16,
		names: EncrNames{IANA: "ENCR_SM4_CBC", Phase1: "SM4-CBC"},
	},
	{
		encr: EncrRC4, esp: []uint8{10}, key: key128, usual: 16, block: 1,
		names: EncrNames{IANA: "ENCR_RC4", ESP: "RC4"},
	},
	{
		encr: EncrSEED, esp: []uint8{21}, key: key128, usual: 16, block: 16, iv: 16,
		names: EncrNames{IANA: "ENCR_SEED_CBC", ESP: "SEED"},
	},
}
