# A newcomer needs `make demo` and `make test`; whoever edits, `make dev` and `make check`.

GO       ?= go
PREFIX   ?= /usr/local
FUZZTIME ?= 10m

# Linters are pinned: the same answer everywhere.
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.9.0

# So are the tools that make packages.
NFPM      = github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.45.0
CYCLONEDX = github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0

.PHONY: all build dev static packages packages-check install demo check test lint vuln generate profile filters conformance bench bench-live fuzz torture clean needs-build needs-test

all: build

build: needs-build
	$(GO) build -trimpath -o bin/pktscope ./cmd/pktscope

# The same without the profile: seconds after an edit, not minutes.
dev: needs-build
	$(GO) build -pgo=off -o bin/pktscope ./cmd/pktscope

# One file for any Linux, which captures without a library of the system. ARCH=arm64 makes
# bin/pktscope-static-arm64 on amd64.
static:
	@GO="$(GO)" ARCH="$(ARCH)" scripts/static

# deb, rpm, apk and tar.gz of the last commit, in dist: for amd64, or what ARCH="amd64 arm64" lists.
packages:
	@scripts/needs packages
	@GO="$(GO)" ARCH="$(ARCH)" scripts/packages $(NFPM) $(CYCLONEDX)

# That these packages are reproducible, and serve where nothing else is. Needs root.
packages-check: packages
	@scripts/needs packages-check test
	@GO="$(GO)" scripts/packages-check $(NFPM) $(CYCLONEDX)

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 bin/pktscope $(DESTDIR)$(PREFIX)/bin/pktscope
	install -D -m 644 packaging/pktscope@.service -t $(DESTDIR)$(PREFIX)/lib/systemd/system
	@GO="$(GO)" scripts/share $(DESTDIR)$(PREFIX)/share

# What the build and the tests need is installed where it is missing.
needs-build:
	@scripts/needs build

needs-test:
	@scripts/needs build test

demo: build
	@scripts/demo

# After each edit: a minute at most.
check: needs-build
	@scripts/check

# Before each commit that others see: everything, what is concurrent under the
# race detector.
test: needs-test
	@scripts/test

lint:
	@scripts/lint $(STATICCHECK)

# Known vulnerabilities in what is called, of modules and of the standard library.
vuln: needs-build
	@GO="$(GO)" scripts/vuln $(GOVULNCHECK)

generate:
	$(GO) generate ./...

# Where packets spend their time, for the compiler (cmd/pktscope/default.pgo).
profile: build
	@scripts/profile

# Display filters against tshark's, on every capture there is.
filters: needs-test
	PKTSCOPE_FILTERS=all $(GO) test ./internal/cli -timeout 1h -run TestFiltersAgainstTshark -v

# Filters and the values of all fields against tshark 4.6's, on every capture there is.
conformance:
	PKTSCOPE_CONFORMANCE=1 $(GO) test ./internal/cli -timeout 1h -run TestConformance -v

# Ratios against tcpdump and tshark on the same files in the same run.
bench: build needs-test
	$(GO) run ./internal/bench

# Packets lost while capturing, against tcpdump on the same wire. Needs root.
bench-live: build needs-test
	scripts/bench-live bin/pktscope

# Every fuzz target, one after the other: executions, executions per second, new paths.
fuzz:
	@scripts/fuzz $(FUZZTIME)

# Faults on purpose: full disks, kill -9, signals, closed descriptors; what may be lost and
# what must be told. Some of it needs root.
torture: dev
	@scripts/torture bin/pktscope

clean:
	rm -rf bin .bench
