package events

// Names are the events that there are, each with when it is told. One more is a row here and a
// row in docs/operations.md.
func Names() [][2]string {
	return [][2]string{
		{"neighbor.new", "a device announces itself on an interface"},
		{"neighbor.changed", "it announces something else"},
		{"neighbor.lost", "its holdtime is over"},
		{"neighbor.withdrawn", "it announces a holdtime of 0"},
		{"ike.up", "the peers of an IKE SA are authenticated"},
		{"ike.rekeyed", "another IKE SA takes its place"},
		{"ike.deleted", "a peer deletes it, or has lost it"},
		{failedIKE, "an IKE SA was not made, or ended without a deletion: with the cause"},
		{failedChild, "the same of a child SA"},
		{findingNew, "something works badly, by a rule of diagnose"},
		{findingChanged, "its severity or its certainty is another one"},
		{findingWithdrawn, "what was told of a failure or a finding does not hold any more"},
		{"ipsec.new", "the first packet of an SA of ESP or AH"},
		{"ipsec.replaced", "another SA takes the place of an SA of ESP or AH"},
		{"ipsec.lost", "sequence numbers are missing"},
		{"nat.ports_high", "the ports of an inside global address run short"},
		{"capture.dropped", "the kernel or an interface lost packets"},
	}
}
