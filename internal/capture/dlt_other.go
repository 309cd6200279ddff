//go:build !openbsd

package capture

// The DLT_ values of every system but OpenBSD.
const (
	dltRaw       = 12
	dltSLIPBSDOS = 15
	dltPPPBSDOS  = 16
	dltLoop      = 108
	dltEnc       = 109
)
