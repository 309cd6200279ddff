package view

import (
	"os"
	"testing"
	"time"
)

// Times on screens are those of one place.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}
