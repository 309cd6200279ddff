package capture

// dlt returns what libpcap calls a file's link type. The two number spaces are the
// same but for the few types whose DLT_ value differs between systems
// (https://www.tcpdump.org/linktypes.html).
func (l LinkType) dlt() int {
	for _, d := range dlts {
		if d.link == l {
			return d.dlt
		}
	}
	return int(l)
}

// linkOfDLT returns what files store for what libpcap calls dlt.
func linkOfDLT(dlt int) LinkType {
	for _, d := range dlts {
		if d.dlt == dlt {
			return d.link
		}
	}
	return LinkType(dlt)
}

// dlts are the link types whose DLT_ value is another. The first line for a
// value on either side holds.
var dlts = [...]struct {
	link LinkType
	dlt  int
}{
	{LinkRaw, dltRaw},
	{LinkRawBSD, dltRaw},
	{LinkRawOpenBSD, dltRaw},
	{100, 11},           // ATM_RFC1483
	{102, dltSLIPBSDOS}, // SLIP_BSDOS
	{103, dltPPPBSDOS},  // PPP_BSDOS
	{106, 19},           // ATM_CLIP
	{LinkLoop, dltLoop},
	{109, dltEnc}, // ENC
}
