package fleet

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	"github.com/parquet-go/parquet-go"

	"github.com/pktscope/pktscope/internal/cli"
	"github.com/pktscope/pktscope/internal/table"
)

// What the test's program does in place of tests, by this variable.
const (
	role    = "FLEET_TEST_ROLE"
	asOne   = "pktscope" // the command of that name
	asFleet = "fleet"    // a job, of Options in JSON
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	switch os.Getenv(role) {
	case asOne:
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	case asFleet:
		enroll()
		var o Options
		err := json.Unmarshal([]byte(os.Args[1]), &o)
		if err == nil {
			err = execute(o, nil)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	enroll()
	os.Exit(m.Run())
}

// enroll makes the pipeline's functions known to beam.
func enroll() {
	Register()
	registerTwice()
	beam.Init()
}

// execute runs a job on Prism, with its functions wrapped unless wrap is nil.
func execute(o Options, wrap func(any) any) error {
	ctx := context.Background()
	j, err := Prepare(ctx, o)
	if err != nil {
		return err
	}
	j.wrap = wrap
	p, s := beam.NewPipelineWithRoot()
	j.Build(s)
	if _, err := prism.Execute(ctx, p); err != nil {
		return err
	}
	return j.Finish(ctx)
}

// again is the test's program in another role.
func again(t *testing.T, as string, args ...string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, args...)
	c.Env = append(os.Environ(), role+"="+as)
	return c
}

// An allRows is the rows of each table in JSON, without running numbers, in the order of their texts.
type allRows map[string][]string

// one are the tables of one run of pktscope over captures.
func one(t *testing.T, keys string, captures ...string) allRows {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "one")
	args := []string{"export", "--sandbox=off", "-o", folder}
	if keys != "" {
		args = append(args, "--keys", keys)
	}
	c := again(t, asOne, append(args, captures...)...)
	var errs bytes.Buffer
	c.Stderr = &errs
	if err := c.Run(); err != nil && c.ProcessState.ExitCode() != 2 { // 2: a capture is damaged
		t.Fatalf("%v: %s", err, errs.Bytes())
	}
	return read(t, folder)
}

// made are the tables of a job with so many cores.
func made(t *testing.T, o Options, cores int) allRows {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	if err := execute(o, nil); err != nil {
		t.Fatal(err)
	}
	return read(t, o.Output)
}

// options are for a job over captures in a folder of its own.
func options(t *testing.T, captures ...string) Options {
	return Options{Inputs: captures, Output: filepath.Join(t.TempDir(), "fleet"), Shards: 3, Branches: 2, Threads: 1}
}

// read reads the tables in a folder.
func read(t *testing.T, folder string) allRows {
	t.Helper()
	all := allRows{}
	for _, add := range readers {
		add(t, folder, all)
	}
	return all
}

// reader reads the files of a table; except clears what two runs may differ in.
func reader[T table.Row](except func(*T)) func(*testing.T, string, allRows) {
	var none T
	return func(t *testing.T, folder string, all allRows) {
		t.Helper()
		for _, name := range parts(t, folder, none.Table()) {
			rows, err := parquet.ReadFile[T](name)
			if err != nil {
				t.Fatal(err)
			}
			for i := range rows {
				except(&rows[i])
				text, err := json.Marshal(&rows[i])
				if err != nil {
					t.Fatal(err)
				}
				at, _ := rows[i].Origin()
				frame := int64(0)
				if at.Frame != nil {
					frame = *at.Frame
				}
				all[none.Table()] = append(all[none.Table()], fmt.Sprintf("%s %d %s", at.File, frame, text))
			}
		}
		slices.Sort(all[none.Table()])
	}
}

// parts are the files of a table.
func parts(t *testing.T, folder, name string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(folder, name), func(name string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".parquet") {
			list = append(list, name)
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return list
}

// compare compares tables of a job with those of one run.
func compare(t *testing.T, got, want allRows, names ...string) {
	t.Helper()
	for _, name := range names {
		if slices.Equal(got[name], want[name]) {
			continue
		}
		t.Errorf("%s: %d rows, want %d", name, len(got[name]), len(want[name]))
		shown := 0
		for _, d := range differences(got[name], want[name]) {
			if shown++; shown <= 4 {
				t.Logf("%.2000s", d)
			}
		}
	}
}

// differences are the rows that one of two sorted lists has more often.
func differences(got, want []string) (list []string) {
	for len(got)+len(want) > 0 {
		switch {
		case len(want) == 0 || len(got) > 0 && cmp.Compare(got[0], want[0]) < 0:
			list, got = append(list, "not in one run: "+got[0]), got[1:]
		case len(got) == 0 || cmp.Compare(want[0], got[0]) < 0:
			list, want = append(list, "missing: "+want[0]), want[1:]
		default:
			got, want = got[1:], want[1:]
		}
	}
	return list
}

// files are the contents of all files below a folder by their names.
func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		all[strings.TrimPrefix(name, folder)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
