package isakmp

import "pktscope/dissect/field"

// Extended authentication, draft-beaulieu-ike-xauth-02, section 7, and what
// Cisco's Unity client asks for.
var (
	fXAuthType      = Proto.Uint16("isakmp.cfg.attr.xauth.type", "XAUTH TYPE", field.Dec, field.Named(xauthTypes.name))
	fXAuthUser      = Proto.String("isakmp.cfg.attr.xauth.user_name", "XAUTH USER NAME")
	fXAuthPassword  = Proto.String("isakmp.cfg.attr.xauth.user_password", "XAUTH USER PASSWORD")
	fXAuthPasscode  = Proto.String("isakmp.cfg.attr.xauth.passcode", "XAUTH PASSCODE")
	fXAuthMessage   = Proto.String("isakmp.cfg.attr.xauth.message", "XAUTH MESSAGE")
	fXAuthChallenge = Proto.String("isakmp.cfg.attr.xauth.challenge", "XAUTH CHALLENGE")
	fXAuthDomain    = Proto.String("isakmp.cfg.attr.xauth.domain", "XAUTH DOMAIN")
	fXAuthStatus    = Proto.Uint16("isakmp.cfg.attr.xauth.status", "XAUTH STATUS", field.Dec, field.Named(xauthStatuses.name))
	fXAuthNextPIN   = Proto.String("isakmp.cfg.attr.xauth.next_pin", "XAUTH TYPE")
	fXAuthAnswer    = Proto.String("isakmp.cfg.attr.xauth.answer", "XAUTH ANSWER")
	fUnityBanner    = Proto.String("isakmp.cfg.attr.unity.banner", "UNITY BANNER")
	fUnityDomain    = Proto.String("isakmp.cfg.attr.unity.def_domain", "UNITY DEF DOMAIN")
)

var xauthTypes = spans{
	{0, 0, "Generic"},
	{1, 1, "RADIUS-CHAP"},
	{2, 2, "OTP"},
	{3, 3, "S/KEY"},
	{4, 32767, "Future use"},
	{32768, 65535, "Private use"},
}

var xauthStatuses = spans{
	{0, 0, "Fail"},
	{1, 1, "Success"},
}

// configPrivateValue tells the value of an attribute in the range for private
// use.
func configPrivateValue(d *field.Decoder, typ uint16, off int, v []byte) {
	switch typ {
	case 16520:
		putNumber(d, off, v, fXAuthType)
	case 16521:
		d.Put(fXAuthUser, off, len(v), 0)
	case 16522:
		d.Put(fXAuthPassword, off, len(v), 0)
	case 16523:
		d.Put(fXAuthPasscode, off, len(v), 0)
	case 16524:
		d.Put(fXAuthMessage, off, len(v), 0)
	case 16525:
		d.Put(fXAuthChallenge, off, len(v), 0)
	case 16526:
		d.Put(fXAuthDomain, off, len(v), 0)
	case 16527:
		putNumber(d, off, v, fXAuthStatus)
	case 16528:
		d.Put(fXAuthNextPIN, off, len(v), 0)
	case 16529:
		d.Put(fXAuthAnswer, off, len(v), 0)
	case 28672:
		d.Put(fUnityBanner, off, len(v), 0)
	case 28674:
		d.Put(fUnityDomain, off, len(v), 0)
	}
}

// putNumber tells v as a number, if it is as wide as one.
func putNumber(d *field.Decoder, off int, v []byte, p field.Part) {
	if len(v) == int(p.Field().Size) {
		d.Put(p, off, len(v), number(v))
	}
}
