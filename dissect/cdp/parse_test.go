package cdp_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/field"
)

func TestParse(t *testing.T) {
	for _, s := range seeds(t) {
		var want cdp.Packet
		if err := field.Decode(&want, s.Bytes, nil); err != nil {
			t.Fatal(err)
		}
		if got, err := cdp.Parse(s.Bytes); err != nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("%s: %+v, %v", s.Name, got, err)
		}
		for n := range s.Bytes {
			p, err := cdp.Parse(s.Bytes[:n])
			var e *field.Error
			if (p == nil) != errors.As(err, &e) || n < 4 && p != nil {
				t.Fatalf("%s, %d bytes: %v, %v", s.Name, n, p, err)
			}
		}
	}
}
