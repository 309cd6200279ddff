package isakmp

// A PayloadType says what a payload is. Both versions share one numbering.
type PayloadType uint8

const (
	PayloadNone      PayloadType = 0
	PayloadSA        PayloadType = 1
	PayloadProposal  PayloadType = 2
	PayloadTransform PayloadType = 3
	PayloadKE        PayloadType = 4
	PayloadID        PayloadType = 5
	PayloadCert      PayloadType = 6
	PayloadCertReq   PayloadType = 7
	PayloadHash      PayloadType = 8
	PayloadSig       PayloadType = 9
	PayloadNonce     PayloadType = 10
	PayloadNotify    PayloadType = 11
	PayloadDelete    PayloadType = 12
	PayloadVendor    PayloadType = 13
	PayloadAttrs     PayloadType = 14
	PayloadNATD8     PayloadType = 15 // draft-ietf-ipsec-nat-t-ike-04 to 08
	PayloadNATOA8    PayloadType = 16
	PayloadKEK       PayloadType = 15 // GDOI, RFC 6407, section 5
	PayloadTEK       PayloadType = 16
	PayloadKD        PayloadType = 17
	PayloadSequence  PayloadType = 18
	PayloadPolicy    PayloadType = 22 // GAP
	PayloadNATD      PayloadType = 20 // RFC 3947
	PayloadNATOA     PayloadType = 21
	PayloadSA2       PayloadType = 33 // IKEv2 from here on
	PayloadKE2       PayloadType = 34
	PayloadIDi       PayloadType = 35
	PayloadIDr       PayloadType = 36
	PayloadCert2     PayloadType = 37
	PayloadCertReq2  PayloadType = 38
	PayloadAuth      PayloadType = 39
	PayloadNonce2    PayloadType = 40
	PayloadNotify2   PayloadType = 41
	PayloadDelete2   PayloadType = 42
	PayloadVendor2   PayloadType = 43
	PayloadTSi       PayloadType = 44
	PayloadTSr       PayloadType = 45
	PayloadSK        PayloadType = 46
	PayloadConfig    PayloadType = 47
	PayloadEAP       PayloadType = 48
	PayloadGSPM      PayloadType = 49 // RFC 6467
	PayloadIDg       PayloadType = 50 // RFC 9838
	PayloadGSA       PayloadType = 51
	PayloadKD2       PayloadType = 52
	PayloadSKF       PayloadType = 53  // RFC 7383
	PayloadPuzzle    PayloadType = 54  // RFC 8019
	PayloadNATD3     PayloadType = 130 // draft-ietf-ipsec-nat-t-ike-01 to 03
	PayloadNATOA3    PayloadType = 131
	PayloadCiscoFrag PayloadType = 132
)

// String is Wireshark's name.
func (t PayloadType) String() string { return payloadNames.name(uint64(t)) }

// Flags are the header's. Each version has its own.
type Flags uint8

const (
	FlagEncrypted Flags = 0x01 // IKEv1
	FlagCommit    Flags = 0x02
	FlagAuthOnly  Flags = 0x04
	FlagInitiator Flags = 0x08 // IKEv2
	FlagVersion   Flags = 0x10
	FlagResponse  Flags = 0x20
)

// An Exchange says what messages a message belongs with.
type Exchange uint8

const (
	ExchangeBase          Exchange = 1 // IKEv1
	ExchangeMain          Exchange = 2
	ExchangeAuthOnly      Exchange = 3
	ExchangeAggressive    Exchange = 4
	ExchangeInformational Exchange = 5
	ExchangeTransaction   Exchange = 6
	ExchangeQuick         Exchange = 32
	ExchangeNewGroup      Exchange = 33
	ExchangeGroupkeyPush  Exchange = 33 // the same number, on GDOI's port
	ExchangeSAInit        Exchange = 34 // IKEv2
	ExchangeAuth          Exchange = 35
	ExchangeCreateChild   Exchange = 36
	ExchangeInfo2         Exchange = 37
	ExchangeSessionResume Exchange = 38
	ExchangeIntermediate  Exchange = 43 // RFC 9242
	ExchangeFollowupKE    Exchange = 44 // RFC 9370
)

// Begins reports whether an exchange begins an SA: the first one of its messages
// has no responder's SPI.
func (x Exchange) Begins() bool {
	switch x {
	case ExchangeBase, ExchangeMain, ExchangeAuthOnly, ExchangeAggressive, ExchangeSAInit:
		return true
	}
	return false
}

// Protocol identifiers, in proposals, notifications and deletions.
const (
	ProtocolISAKMP = 1 // IKE
	ProtocolAH     = 2
	ProtocolESP    = 3
	ProtocolIPComp = 4
)
