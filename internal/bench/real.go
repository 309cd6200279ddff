package main

import (
	"os"
	"path/filepath"
	"strings"
)

// corpusVariable names the environment variable that the folder of a corpus is in.
const corpusVariable = "PKTSCOPE_CORPUS"

// realRecipe is the recipe of real traffic: all Ethernet captures of the corpus that its
// manifest has no mark against, or, without a corpus, those of the fixtures. It returns
// the folder they lie in as well.
func realRecipe(fixtures string, packets int) (recipe, string, error) {
	r := recipe{name: "real", everyone: true, packets: packets}
	root := os.Getenv(corpusVariable)
	if root == "" {
		r.fixtures = append(append(r.fixtures, generalFixtures...), mixFixtures...)
		return r, fixtures, nil
	}
	manifest, err := os.ReadFile(filepath.Join(root, "manifest.tsv"))
	if err != nil {
		return r, "", err
	}
	r.fixtures = unmarked(string(manifest))
	return r, root, nil
}

// unmarked are the Ethernet captures of a manifest that have packets and no mark: a table
// with names of columns in its first line, separated by tabs.
func unmarked(manifest string) (files []string) {
	names, rows, _ := strings.Cut(manifest, "\n")
	column := map[string]int{}
	for i, name := range strings.Split(names, "\t") {
		column[name] = i
	}
	for line := range strings.Lines(rows) {
		cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(cells) == len(column) && cells[column["linktype"]] == "ether" && strings.Contains(cells[column["filetype"]], "pcap") && cells[column["marks"]] == "-" {
			files = append(files, cells[column["file"]])
		}
	}
	return files
}
