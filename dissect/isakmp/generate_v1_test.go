package isakmp_test

// generateV1 puts together messages of IKEv1 and GDOI.
func generateV1() []generated {
	return []generated{
		{"generated-main-mode", 500, message(0x10, 2, 0, 0,
			payload(1, uint32(1), uint32(1), chain(
				prop(1, 1, "", payload(3, 1, 1, uint16(0), tv(1, 7), tv(14, 128), tv(2, 2), tv(3, 1), tv(4, 2), tv(11, 1), tlv(12, uint32(86400)))))),
		)},
	}
}
