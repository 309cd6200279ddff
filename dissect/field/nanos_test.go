package field_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
)

// TestNanos holds times of all sizes, their order, sums and differences against big
// integers.
func TestNanos(t *testing.T) {
	type moment struct{ sec, nsec int64 }
	var moments []moment
	for _, sec := range []int64{0, 1, 8999999999, 9000000000, 9223372036, 9223372037, 10000000000, 1 << 40, 1 << 62, math.MaxInt64} {
		for _, nsec := range []int64{0, 1, 854775807, 854775808, 999999999} {
			moments = append(moments, moment{sec, nsec}, moment{-sec, nsec}, moment{-sec - 1, nsec})
		}
	}
	exact := func(m moment) *big.Int {
		n := new(big.Int).Mul(big.NewInt(m.sec), big.NewInt(1e9))
		return n.Add(n, big.NewInt(m.nsec))
	}
	value := func(n field.Nanos) *big.Int {
		v := new(big.Int).Lsh(big.NewInt(int64(n.High)), 64)
		return v.Add(v, big.NewInt(n.Low))
	}
	for _, a := range moments {
		n := field.NanosOfUnix(a.sec, a.nsec)
		if value(n).Cmp(exact(a)) != 0 {
			t.Errorf("%v is %v, want %v", a, value(n), exact(a))
		}
		if sec, nsec := n.Unix(); sec != a.sec || nsec != a.nsec {
			t.Errorf("%v is %d, %d", a, sec, nsec)
		}
		for _, by := range []int64{0, 1, -1, 1000, -1000, 1 << 31, math.MaxInt64, math.MinInt64} {
			got, ok := n.Times(by)
			want := new(big.Int).Mul(exact(a), big.NewInt(by))
			if ok && value(got).Cmp(want) != 0 {
				t.Errorf("%v * %d: %v, want %v", a, by, value(got), want)
			}
			if room := want.BitLen() < 95; ok != (room && n.High == 0) && want.BitLen() != 95 && by != 0 {
				t.Errorf("%v * %d: there is room: %v", a, by, ok)
			}
		}
		for _, b := range moments {
			m := field.NanosOfUnix(b.sec, b.nsec)
			if got, want := n.Compare(m), exact(a).Cmp(exact(b)); got != want {
				t.Errorf("%v to %v: %d, want %d", a, b, got, want)
			}
			if got, want := value(n.Sub(m)), new(big.Int).Sub(exact(a), exact(b)); got.Cmp(want) != 0 {
				t.Errorf("%v - %v: %v, want %v", a, b, got, want)
			}
			if got, want := value(n.Add(m)), new(big.Int).Add(exact(a), exact(b)); got.Cmp(want) != 0 {
				t.Errorf("%v + %v: %v, want %v", a, b, got, want)
			}
		}
	}
}
