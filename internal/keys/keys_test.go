package keys

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/crypt"
)

func TestSecretsAreKept(t *testing.T) {
	k := IKE{Ka: crypt.Secret("0123456789abcdef")}
	if s := fmt.Sprintf("%v %+v %#v", k, k, k); strings.Contains(s, "0123") || strings.Contains(s, "48 49") || strings.Contains(s, "0x30") {
		t.Error(s)
	}
}
