package isakmp_test

import (
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

func ExampleParse() {
	b, _ := hex.DecodeString("0102030405060708" + "0000000000000000" + // SPIs
		"28" + "20" + "22" + "08" + "00000000" + "0000002c" + // a Nonce is next, version 2.0, IKE_SA_INIT, initiator
		"00000010" + "000102030405060708090a0b") // the Nonce payload
	p, err := isakmp.Parse(b)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("IKEv%d, exchange %d, initiator's SPI %x\n", p.Major(), p.Exchange, p.InitiatorSPI)
	for _, x := range p.Payloads {
		fmt.Println(x.Type, len(x.Body))
	}
	fmt.Printf("%x\n", p.Nonce)
	// Output:
	// IKEv2, exchange 34, initiator's SPI 0102030405060708
	// Nonce 12
	// 000102030405060708090a0b
}

// What is no message is an error that says why.
func ExampleParse_error() {
	_, err := isakmp.Parse(make([]byte, 20))
	var e *field.Error
	fmt.Println(err, errors.As(err, &e), errors.Is(err, field.ErrMalformed))
	_, err = isakmp.Parse(make([]byte, 28))
	fmt.Println(err)
	// Output:
	// isakmp.messageid at byte 20: malformed: need 4 bytes, have 0 true true
	// isakmp.length at byte 24: malformed
}
