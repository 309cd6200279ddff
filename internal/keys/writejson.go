package keys

import (
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// appendJSON appends everything in pktscope's own form.
func (r *Ring) appendJSON(b []byte) ([]byte, error) {
	file := struct {
		PSK []jsonPSK  `json:"psk,omitempty"`
		IKE []*jsonIKE `json:"ike"`
		ESP []*jsonESP `json:"esp"`
	}{IKE: []*jsonIKE{}, ESP: []*jsonESP{}}
	for _, p := range r.psk {
		file.PSK = append(file.PSK, p.json())
	}
	for _, k := range r.ike {
		file.IKE = append(file.IKE, k.json())
	}
	for _, e := range r.esp {
		file.ESP = append(file.ESP, e.json())
	}
	text, err := json.MarshalIndent(&file, "", " ")
	return append(append(b, text...), '\n'), err
}

func (p *PSK) json() (v jsonPSK) {
	if p.Side != Responder {
		v.Initiator = string(p.Text)
	}
	if p.Side != Initiator {
		v.Responder = string(p.Text)
	}
	return v
}

func (k *IKE) json() *jsonIKE {
	v := &jsonIKE{
		Version: k.Version, KeyBits: k.KeyBits, AuthMethod: k.AuthMethod, Group: uint16(k.Group),
		RekeyedFrom: spiText(k.RekeyedFrom), Encr: encrText(k.Encr),
	}
	if k.Version == 1 {
		v.InitiatorCookie, v.ResponderCookie = spiText(k.InitiatorSPI), spiText(k.ResponderSPI)
		if k.Hash != 0 {
			v.Hash = text(k.Hash.PRF().String(), "PRF_HMAC_")
		}
	} else {
		v.SPIi, v.SPIr = spiText(k.InitiatorSPI), spiText(k.ResponderSPI)
		if k.PRF != 0 {
			v.PRF = text(k.PRF.String(), "PRF_")
		}
		v.Integ = integText(k.Integ)
	}
	for _, f := range v.fields(k) {
		*f.digits = hex.EncodeToString(*f.bytes)
	}
	return v
}

func (e *ESP) json() *jsonESP {
	v := &jsonESP{
		IKE: spiText(e.IKE), SPI: e.SPI.String(), Src: e.Src.String(), Dst: e.Dst.String(),
		Encap: e.Encap.String(), Mode: e.Mode.String(), ESN: e.ESN, SeqHigh: e.SeqHigh, Guessed: e.Guessed, PFSGroup: uint16(e.PFSGroup),
	}
	if e.HasMessageID {
		id := strconv.FormatUint(uint64(e.MessageID), 16)
		v.MessageID = strings.Repeat("0", 8-len(id)) + id
	}
	if e.Encr != 0 {
		name := encrText(e.Encr)
		v.Encr, v.Integ = &name, integText(e.Integ)
	}
	for _, f := range v.fields(e) {
		*f.digits = hex.EncodeToString(*f.bytes)
	}
	return v
}

func spiText(spi uint64) string {
	if spi == 0 {
		return ""
	}
	return string(appendHex64(nil, spi))
}

// text is IANA's name without the kind it begins with, in lower case:
// aes-gcm-16.
func text(name, kind string) string {
	return strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(name, kind), "_", "-"))
}

func encrText(e ipsec.Encr) string {
	if e == 0 {
		return ""
	}
	return text(e.String(), "ENCR_")
}

func integText(i ipsec.Integ) *string {
	if i == ipsec.IntegNone {
		return nil
	}
	s := text(i.String(), "AUTH_")
	return &s
}
