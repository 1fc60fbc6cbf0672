# Everything here works on a bare machine with Go and make; "make test" installs what else it needs (Debian).
.DEFAULT_GOAL := help
SHELL := /bin/bash

export CGO_ENABLED := 0
export GOFLAGS := -tags=nomsgpack -buildvcs=false $(GOFLAGS)

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

.PHONY: help run build test test-race test-faults lint bench soak tools image dist licences vulncheck assets fonts cover icons audio screenshots pictures clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build, then serve the show in ./content on http://localhost:8080
	@INSIDER_CONTENT=$${INSIDER_CONTENT:-./content} ./bin/insider serve

build: ## build bin/insider: one static file, no C compiler
	@go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/insider ./cmd/insider

test: ## the whole gate: checks, tests on SQLite and PostgreSQL, races, browser; ends with a summary
	@.ci/gate.sh

test-race: ## the race detector over the packages in .ci/raced (needs gcc)
	@CGO_ENABLED=1 go test -race -count=1 -skip OfHostileText $$(sed 's/#.*//' .ci/raced)

test-faults: ## every bad day of docs/operations.md, thoroughly; ROUNDS=100 for more kills
	@ROUNDS=$(ROUNDS) .ci/faults.sh

lint: ## gofmt, vet and staticcheck
	@.ci/lint.sh

bench: ## measure against bare floors, side by side; docs/performance.md explains the table
	@go run ./internal/bench

soak: ## half an hour of load (SOAK=3m for less): do memory, goroutines and descriptors stay flat?
	@go run ./internal/bench soaking

tools: ## install what the tests need
	@.ci/tools.sh

image: build ## try the binary as the container image runs it: empty read-only root, unprivileged (needs root)
	@.ci/image.sh

licences: ## read the licence of every module in the binary; fails for one that may not be shipped
	@go run ./internal/licences

vulncheck: ## look for known vulnerabilities (needs the net; says so when it could not run)
	@.ci/vulncheck.sh

dist: ## build the archives that are published into dist
	@.ci/dist.sh

assets: ## bundle static/src into static/css and static/js
	@static/bundle.sh

fonts: ## fetch the faces again and cut them (needs npm, fonttools)
	@static/fonts/cut.sh

cover: ## draw the covers again (needs chromium, ffmpeg)
	@docs/authoring/cover.sh

icons: ## draw the icons of the manifest and of home screens again (needs chromium, ffmpeg)
	@docs/authoring/icons.sh

audio: ## read the episodes' scripts aloud again (needs espeak-ng, ffmpeg)
	@docs/authoring/reading/synthesise.py

screenshots: ## photograph every page of the core set in all widths, light and dark, into dist/screenshots (needs chromium)
	@mkdir -p dist/screenshots
	@PICTURES=$(CURDIR)/dist/screenshots go test -count=1 -run 'TestPages/screens' ./internal/e2e && ls dist/screenshots | wc -l

pictures: screenshots ## renew the pictures of the README (needs chromium, ffmpeg)
	@docs/pictures/renew.sh $(CURDIR)/dist/screenshots

clean: ## remove what was built; data/ stays
	@rm -rf bin dist .tools
