package forms

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
)

// appendJSON appends everything in pktscope's own form.
func appendJSON(b []byte, r *keys.Ring) ([]byte, error) {
	file := struct {
		PSK []jsonPSK  `json:"psk,omitempty"`
		IKE []*jsonIKE `json:"ike"`
		ESP []*jsonESP `json:"esp"`
	}{IKE: []*jsonIKE{}, ESP: []*jsonESP{}}
	for _, p := range r.PSKs() {
		file.PSK = append(file.PSK, pskEntry(p))
	}
	for _, k := range r.IKEs() {
		file.IKE = append(file.IKE, ikeEntry(k))
	}
	for _, e := range r.ESPs() {
		file.ESP = append(file.ESP, espEntry(e))
	}
	text, err := json.MarshalIndent(&file, "", " ")
	return append(append(b, text...), '\n'), err
}

func pskEntry(p *keys.PSK) (v jsonPSK) {
	if p.Side != keys.Responder {
		v.Initiator = string(p.Text)
	}
	if p.Side != keys.Initiator {
		v.Responder = string(p.Text)
	}
	return v
}

func ikeEntry(k *keys.IKE) *jsonIKE {
	v := &jsonIKE{
		Version: k.Version, KeyBits: k.KeyBits, AuthMethod: k.AuthMethod, Group: uint16(k.Group),
		RekeyedFrom: spiText(k.RekeyedFrom), Encr: keys.EncrName(k.Encr),
	}
	if k.Version == 1 {
		v.InitiatorCookie, v.ResponderCookie = spiText(k.InitiatorSPI), spiText(k.ResponderSPI)
		v.Hash = keys.HashName(k.Hash)
	} else {
		v.SPIi, v.SPIr = spiText(k.InitiatorSPI), spiText(k.ResponderSPI)
		v.PRF = keys.PRFName(k.PRF)
		v.Integ = integName(k.Integ)
	}
	for _, f := range v.fields(k) {
		*f.digits = hex.EncodeToString(*f.bytes)
	}
	return v
}

func espEntry(e *keys.ESP) *jsonESP {
	v := &jsonESP{
		IKE: spiText(e.IKE), SPI: e.SPI.String(), Src: e.Src.String(), Dst: e.Dst.String(),
		Encap: e.Encap.String(), Mode: e.Mode.String(), ESN: e.ESN, SeqHigh: e.SeqHigh, Guessed: e.Guessed, PFSGroup: uint16(e.PFSGroup),
	}
	if e.HasMessageID {
		id := strconv.FormatUint(uint64(e.MessageID), 16)
		v.MessageID = strings.Repeat("0", 8-len(id)) + id
	}
	if e.Encr != 0 {
		name := keys.EncrName(e.Encr)
		v.Encr, v.Integ = &name, integName(e.Integ)
	}
	for _, f := range v.fields(e) {
		*f.digits = hex.EncodeToString(*f.bytes)
	}
	return v
}

// spiText is an SPI of IKE, "" where it is not known.
func spiText(spi uint64) string {
	if spi == 0 {
		return ""
	}
	return hex.EncodeToString(binary.BigEndian.AppendUint64(nil, spi))
}

// integName is the name of an algorithm, nil for none.
func integName(i ipsec.Integ) *string {
	if i == ipsec.IntegNone {
		return nil
	}
	name := keys.IntegName(i)
	return &name
}
