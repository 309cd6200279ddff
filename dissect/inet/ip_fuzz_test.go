package inet_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
)

func FuzzInternet(f *testing.F) {
	seeds := map[int][]dissecttest.Seed{
		0: append(ip4OptionSeeds(), ip4Seeds...), 1: arpSeeds, 2: ip6Seeds, 3: ip6HopByHopSeeds, 4: ip6DestinationSeeds, 5: ip6RoutingSeeds, 6: ip6FragmentSeeds,
	}
	dissecttest.Fuzz(f, seeds, newIPv4, newARP, newIPv6, newIPv6HopByHop, newIPv6Destination, newIPv6Routing, newIPv6Fragment)
}
