package media_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/media"
)

func newBody() dissect.Message { return media.Text.New() }

func seeds() []dissecttest.Seed { return []dissecttest.Seed{{Name: "text", Bytes: []byte("hello\n")}} }

func TestBody(t *testing.T) { dissecttest.Run(t, newBody, seeds()) }

func FuzzBody(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds()}, newBody)
}
