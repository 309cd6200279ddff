// Command generate writes blocks.bin, the table of package oui, of the registry of IEEE
// that Debian's package ieee-data has: its folder of data and its folder of documents.
// Where the package is not installed, the table stays as it is.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pktscope/pktscope/internal/oui"
)

func main() {
	if err := run(os.Args[1:]); errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(os.Stderr, "%v: blocks.bin stays as it is; apt-get install ieee-data\n", err)
	} else if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folders []string) error {
	if len(folders) != 2 {
		return errors.New("usage: generate DATA DOCUMENTS")
	}
	date, err := version(filepath.Join(folders[1], "changelog.gz"))
	if err != nil {
		return err
	}
	var list []oui.Block
	for _, name := range []string{"oui.csv", "mam.csv", "oui36.csv", "iab.csv"} {
		if list, err = read(list, filepath.Join(folders[0], name)); err != nil {
			return err
		}
	}
	table, err := oui.Encode(date, list)
	if err != nil {
		return err
	}
	return os.WriteFile("blocks.bin", table, 0o644)
}

// version is the date that the package's version is: "ieee-data (20260625) ...".
func version(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := gzip.NewReader(f)
	if err != nil {
		return "", err
	}
	line, err := bufio.NewReader(text).ReadString('\n')
	_, v, _ := strings.Cut(line, "(")
	if err != nil || len(v) < 8 {
		return "", fmt.Errorf("%s: %q tells no version, %v", name, line, err)
	}
	return v[:4] + "-" + v[4:6] + "-" + v[6:8], nil
}

// read adds the rows of a file: registry, assignment, organisation and its address. What
// is IEEE's own is divided among others.
func read(list []oui.Block, name string) ([]oui.Block, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := csv.NewReader(f)
	in.FieldsPerRecord, in.LazyQuotes = -1, true
	rows, err := in.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, row := range rows[1:] {
		x := oui.Block{Bits: 4 * len(row[1]), Name: strings.Join(strings.Fields(row[2]), " ")}
		switch x.Name {
		case "IEEE Registration Authority":
			x.Name = ""
		case "":
			continue
		}
		raw, err := hex.DecodeString((row[1] + "000000000000")[:12])
		if err != nil {
			return nil, fmt.Errorf("%s: %q: %w", name, row[1], err)
		}
		x.Address = [6]byte(raw)
		list = append(list, x)
	}
	return list, nil
}
