package capture

// The DLT_ values of OpenBSD.
const (
	dltRaw       = 14
	dltSLIPBSDOS = 15
	dltPPPBSDOS  = 16
	dltLoop      = 12
	dltEnc       = 13
)
