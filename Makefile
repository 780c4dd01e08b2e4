# The few commands of every day; .ci/run is the gate.
.PHONY: run test lint bench check dsfr

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

# The State's design system for --theme dsfr. Its package asks whoever installs it to accept its terms, in the file tools/dsfr/.dsfr.yml; that is for
# you to do, once you have read them (doc/brand.md), and only for a State administration. Nothing here writes that file or goes around it.
dsfr:
	@test -s tools/dsfr/.dsfr.yml || { echo 'make dsfr: the terms of the State'"'"'s design system are not accepted: there is no tools/dsfr/.dsfr.yml. Read doc/brand.md first.' >&2; exit 2; }
	cd tools/dsfr && npm ci --no-audit --no-fund
	rm -rf dsfr.new && mkdir dsfr.new
	cd tools/dsfr/node_modules/@gouvfr/dsfr && cp -R package.json LICENSE* dist "$(CURDIR)/dsfr.new/" && if [ -d doc/legal ]; then mkdir -p "$(CURDIR)/dsfr.new/doc" && cp -R doc/legal "$(CURDIR)/dsfr.new/doc/"; fi
	rm -rf dsfr && mv dsfr.new dsfr
	@echo 'now: guichet serve --theme dsfr --operator NAME'
