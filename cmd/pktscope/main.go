// Pktscope reads packet captures of Cisco-style networks.
package main

import (
	"os"

	"github.com/pktscope/pktscope/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
