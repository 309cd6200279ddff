package cli

import "pktscope/internal/capture"

func openAll(files []string) (*capture.Reader, error) {
	return capture.Open(files[0], capture.Options{})
}
