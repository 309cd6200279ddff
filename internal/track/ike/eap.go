package ike

import (
	"bytes"
	"strconv"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// An EAP is what a message of EAP says: RFC 3748, section 4.
type EAP struct {
	Code, Type uint8 // Type: of a request or response
	// Op is the operation of a method that has any: of MS-CHAP-V2 1 for a
	// challenge, 2 for a response, 3 for success and 4 for failure.
	Op       uint8
	Identity string // of a response of type Identity
	Wanted   uint8  // of a Nak: the method that the peer has instead, 0 for none
	Error    uint16 // of a failure of MS-CHAP-V2: 691 is a wrong name or password (RFC 2759, section 6)
	// Records are what a method over TLS carries: RFC 5216, section 3.
	Flags     uint8 // its flags, EAPStart and so on
	Length    int   // of what stands behind the flags
	Record    uint8 // content type of the first record of TLS; 0: none
	Handshake uint8 // type of its first handshake message
	Alert     uint8 // description of an alert in the clear; 0: none
}

// Codes of EAP.
const (
	EAPRequest  = 1
	EAPResponse = 2
	EAPSuccess  = 3
	EAPFailure  = 4
)

// Flags of methods over TLS.
const (
	EAPLength = 0x80
	EAPMore   = 0x40
	EAPStart  = 0x20
)

// Types of EAP, IANA's "Method Types", that are no methods.
const (
	EAPIdentity     = 1
	EAPNotification = 2
	EAPNak          = 3
)

// Types of EAP with more to tell than their number.
const (
	eapTLS      = 13
	eapTTLS     = 21
	eapPEAP     = 25
	EAPMSCHAPv2 = 26
	eapFAST     = 43
	eapTEAP     = 55
)

// eapOf is the message of EAP in m, nil without one.
func eapOf(m *isakmp.Packet) *EAP {
	for i := range m.Payloads {
		if p := &m.Payloads[i]; p.Type == isakmp.PayloadEAP {
			return parseEAP(p.Body)
		}
	}
	return nil
}

// parseEAP reads a message of EAP, nil where it is cut off.
func parseEAP(b []byte) *EAP {
	const header = 4
	if len(b) < header {
		return nil
	}
	e := &EAP{Code: b[0]}
	if e.Code != EAPRequest && e.Code != EAPResponse || len(b) == header {
		return e
	}
	e.Type = b[header]
	data := b[header+1:]
	switch e.Type {
	case EAPIdentity:
		if e.Code == EAPResponse {
			e.Identity = string(data[:min(len(data), maxText)])
		}
	case EAPMSCHAPv2:
		if len(data) > 0 {
			e.Op = data[0]
		}
		if e.Op == eapMSCHAPFailure {
			e.Error = chapError(data)
		}
	case EAPNak:
		if len(data) > 0 {
			e.Wanted = data[0]
		}
	}
	if e.OverTLS() {
		e.tls(data)
	}
	return e
}

// eapMSCHAPFailure is the operation of MS-CHAP-V2 that tells a failure.
const eapMSCHAPFailure = 4

// chapError is the number in the message of a failure, "E=691 R=1 C=... V=3": RFC
// 2759, section 6. It stands behind the operation, an identifier and a length.
func chapError(data []byte) (n uint16) {
	const head = 4
	_, text, ok := bytes.Cut(data[min(head, len(data)):], []byte("E="))
	for i := 0; ok && i < len(text) && i < 4 && text[i] >= '0' && text[i] <= '9'; i++ {
		n = 10*n + uint16(text[i]-'0')
	}
	return n
}

// OverTLS reports whether the method of e carries records of TLS.
func (e *EAP) OverTLS() bool {
	switch e.Type {
	case eapTLS, eapTTLS, eapPEAP, eapFAST, eapTEAP:
		return true
	}
	return false
}

// tls reads what a method over TLS carries: flags, a length if they say so, and
// records (RFC 8446, section 5.1).
func (e *EAP) tls(data []byte) {
	if len(data) == 0 {
		return
	}
	e.Flags, data, e.Length = data[0], data[1:], len(data)-1
	if e.Flags&EAPLength != 0 {
		data = data[min(4, len(data)):]
	}
	const record, handshake, first, last = 5, 22, 20, 23
	if len(data) < record || data[0] < first || data[0] > last || data[1] != 3 {
		return // the rest of a record that began before
	}
	if e.Record = data[0]; e.Record == handshake && len(data) > record {
		e.Handshake = data[record]
	}
	const alert, alertSize = 21, 2
	if e.Record == alert && len(data) == record+alertSize {
		e.Alert = data[record+1]
	}
}

// eapWords are the methods of EAP.
var eapWords = [...]string{
	4: "eap-md5", 5: "eap-otp", 6: "eap-gtc", eapTLS: "eap-tls", 18: "eap-sim", eapTTLS: "eap-ttls", 23: "eap-aka", eapPEAP: "eap-peap",
	EAPMSCHAPv2: "eap-mschapv2", 29: "eap-mschapv2", 32: "eap-potp", eapFAST: "eap-fast", 46: "eap-pax", 47: "eap-psk", 48: "eap-sake",
	50: "eap-aka-prime", 51: "eap-gpsk", 52: "eap-pwd", 53: "eap-eke", eapTEAP: "eap-teap", 56: "eap-noob",
}

// Method is the method of a request or response: "eap-tls"; "eap" where it tells
// none.
func (e *EAP) Method() string {
	switch {
	case int(e.Type) < len(eapWords) && eapWords[e.Type] != "":
		return eapWords[e.Type]
	case e.Type <= EAPNak:
		return "eap"
	}
	return "eap-" + strconv.Itoa(int(e.Type))
}
