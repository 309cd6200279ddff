package isakmp

import (
	"crypto/md5"
	"testing"
)

// A vendor ID of NAT traversal is the MD5 hash of the name of its document: RFC 3947,
// section 3.1.
func TestAnnouncesTraversal(t *testing.T) {
	for text, want := range map[string]bool{
		"RFC 3947": true, "draft-ietf-ipsec-nat-t-ike-02\n": true, "draft-ietf-ipsec-nat-t-ike-03": true, "strongSwan": false,
	} {
		if id := md5.Sum([]byte(text)); AnnouncesTraversal(id[:]) != want {
			t.Errorf("%q: %v, want %v", text, !want, want)
		}
	}
}
