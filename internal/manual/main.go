// Command manual writes pktscope's manual pages into a folder. Their date is
// SOURCE_DATE_EPOCH's (reproducible-builds.org), which must be set: pages of the same
// source have the same bytes.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/pktscope/pktscope/internal/cli"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "manual:", err)
		os.Exit(1)
	}
}

func run(folders []string) error {
	if len(folders) != 1 {
		return errors.New("usage: manual FOLDER")
	}
	seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return fmt.Errorf("SOURCE_DATE_EPOCH, the date of the pages in seconds since 1970: %w", err)
	}
	for _, page := range cli.Manual(time.Unix(seconds, 0)) {
		if err := os.WriteFile(filepath.Join(folders[0], page.Name+".1"), page.Text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
