package diagnose

// auditGroup judges the groups of IKE and of perfect forward secrecy.
func auditGroup(f *Facts, found func(Finding)) {
	for a := range f.auditedSAs() {
		if a.child == nil {
			if d := judgeGroup(a.policy.Group); d.is() {
				found(a.weakGroupOfIKE(d))
			}
		} else if d := judgeGroup(a.esp.Group); d.is() {
			field := "isakmp.tf.id.dh"
			if a.sa.Version == 1 {
				field = "isakmp.ipsec.attr.group_description"
			}
			x := a.deprecated(d, "pfs_group", groupValue(a.esp.Group), field, int(a.esp.Group))
			x.Remedies = a.childLines()
			found(x)
		}
	}
}

func (a *audited) weakGroupOfIKE(d deprecation) Finding {
	field, asa := "isakmp.tf.id.dh", "group 19"
	if a.sa.Version == 1 {
		field, asa = "isakmp.ike.attr.group_description", "group 14"
	}
	x := a.deprecated(d, "group", groupValue(a.policy.Group), field, int(a.policy.Group))
	x.Remedies = a.policyLines("group 19", asa)
	return x
}
