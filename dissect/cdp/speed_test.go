//go:build unix

package cdp_test

import (
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/internal/labtest"
)

// rower makes rows of frames of link type Ethernet as the pipeline does.
func rower(t testing.TB) func(frame []byte) {
	t.Helper()
	reg := labtest.Registry(t)
	e, a := dissect.NewEngine(reg), dissect.NewArena(reg)
	e.Use(a)
	var p dissect.Packet
	var row []byte
	return func(frame []byte) {
		a.Reset()
		e.Dissect(&p, 1, frame, len(frame))
		if m, ok := p.Top().Message.(*cdp.Packet); !ok || m.Sum != cdp.SumGood {
			t.Fatal("not read")
		}
		row = p.AppendInfo(p.AppendProtocol(p.AppendDestination(p.AppendSource(row[:0]))), nil)
	}
}

func TestRowAllocates(t *testing.T) {
	row := rower(t)
	for _, frame := range framed(generate()[:len(makers)]...) {
		if n := testing.AllocsPerRun(5, func() { row(frame) }); n != 0 {
			t.Errorf("%x: %v allocations", frame, n)
		}
	}
}

// BenchmarkAgainstGopacket makes rows of frames that hold CDP and has
// gopacket take the same frames apart, in turns. What counts is the processor's
// time and not the clock's, and all threads': collecting garbage is part of it,
// what else the machine does is not.
func BenchmarkAgainstGopacket(b *testing.B) {
	row := rower(b)
	for _, name := range []string{"switch", "router", "access-point", "linux"} {
		b.Run(name, func(b *testing.B) {
			frame := framed(dissecttest.Load(b, name))[0]
			var ours, theirs time.Duration
			for b.Loop() {
				ours += turn(func() { row(frame) })
				theirs += turn(func() {
					p := gopacket.NewPacket(frame, layers.LinkTypeEthernet, gopacket.Default)
					if p.Layer(layers.LayerTypeCiscoDiscoveryInfo) == nil {
						b.Fatal(p.ErrorLayer())
					}
				})
			}
			ratio := float64(ours) / float64(theirs)
			frames := float64(b.N * inTurn)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(ours)/frames, "ns/frame")
			b.ReportMetric(float64(theirs)/frames, "ns/gopacket")
			b.ReportMetric(ratio, "of-gopacket")
			if ratio > 0.25 {
				b.Errorf("a row costs %.2f of what gopacket needs, more than a quarter", ratio)
			}
		})
	}
}

const inTurn = 20000

// turn is how much of the processor it takes to call f that often.
func turn(f func()) time.Duration {
	runtime.GC()
	start := processor()
	for range inTurn {
		f()
	}
	return processor() - start
}

// processor is the time that the process has had of all processors.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
