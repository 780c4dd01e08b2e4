# The few commands of every day; .ci/run is the gate.
.PHONY: run test lint bench check

run:
	go run ./cmd/guichet serve

test:
	go test ./...

lint:
	go tool -modfile=tools/go.mod golangci-lint run ./...

bench:
	go test -run '^$$' -bench . -benchmem ./...

check:
	.ci/run
