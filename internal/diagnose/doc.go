// Package diagnose tells why a tunnel, a translation or a neighbour is not as it should
// be: what is wrong, how certain that is, what each side said, in which frames, and what
// to type. Its rules read what trackers have found, one file a rule; what a rule finds is
// a Finding. How findings look is up to the reports.
package diagnose
