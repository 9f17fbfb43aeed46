# Thin names for the scripts in packaging/scripts. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: load-local-kms help demo demo-reset rehearsal build test test-loaded test-all test-clients test-modules test-proxy-login container test-container fuzz test-aws bench soak package test-package compare-packages bench-start icons pictures site format

help: ## Lists the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

demo: ## Opens the window on a private HSM, proxy and KMS (drives itself where there is no display)
	@packaging/scripts/demo.sh

demo-reset: ## The next demo starts over; its keys, ceremonies and records are set aside with the date
	@packaging/scripts/demo-reset.sh

rehearsal: ## Opens the window on a rehearsal of a key ceremony (drives itself where there is no display)
	@packaging/scripts/rehearsal.sh

build: ## Builds both modules, without tests
	@packaging/scripts/build.sh --always

test: ## Runs every test, window tests included
	@packaging/scripts/test.sh

test-loaded: ## Runs every test beside a busy loop for each core: TIMES=3 for three runs in a row
	@TIMES="$(TIMES)" packaging/scripts/test-loaded.sh

test-all: ## Runs every suite: tests, those that take longer, fuzzer, demo, rehearsal, packages
	@packaging/scripts/test-all.sh

bench: ## Measures the proxy beside the token's own speed and whether callers share it (15 minutes), into docs/benchmarks.md
	@packaging/scripts/bench.sh

soak: ## Ten minutes of load with rotations, a flood, a full disk and a token outage in it
	@packaging/scripts/soak.sh

load-local-kms: ## Two hundred clients on the local KMS for a minute, while its proxy is quick, slow, and too slow
	@packaging/scripts/load-local-kms.sh

test-aws: ## Asks AWS KMS itself what the local KMS is tested for (read-only): ACCOUNT=<12 digits>
	@packaging/scripts/test-aws.sh "$(ACCOUNT)"

test-clients: ## Installs programs of others (boto3, sops, AWS CLI, JavaScript) and runs them on the local KMS
	@packaging/scripts/test-clients.sh

test-modules: ## Installs PKCS#11 modules of others and uses keys on each; pkcs11-tool and p11tool judge (needs root)
	@packaging/scripts/test-modules.sh

test-proxy-login: ## Goes to what stands in place of AWS through squid, with a ticket of a KDC, NTLM and a password
	@packaging/scripts/test-proxy-login.sh

fuzz: ## Sends a million random inputs to the proxy's parsers, signature check and paths
	@packaging/scripts/fuzz.sh

package: ## Makes app image, .deb, .rpm and offline archive for Linux, in build/package/out
	@packaging/scripts/package.sh

test-package: ## Installs the .deb into a clean Debian, uses it, removes it (after make package; needs root)
	@packaging/scripts/test-package.sh

container: ## Makes a container image of the local KMS and the XKS proxy, in build/container, without an engine
	@packaging/scripts/container.sh

test-container: ## Runs that image as an engine does, and a program on it (after make container; needs root)
	@packaging/scripts/test-container.sh

compare-packages: ## Makes the packages a second time and says what differs (after make package)
	@packaging/scripts/compare-packages.sh

bench-start: ## Measures the start beside a bare JavaFX window (after make package)
	@packaging/scripts/bench-start.sh

icons: ## Makes the pictures in icons/ from their masters
	@packaging/scripts/icons.sh

pictures: ## Makes the pictures of the screens in build/pictures, and those of the documents anew
	@packaging/scripts/pictures.sh

site: ## Makes a site with search of the documents, in build/site
	@packaging/scripts/site.sh

format: ## Formats the Java sources
	@JAVA_HOME=$$(packaging/scripts/jdk25.sh) ./mvnw -B -q spotless:apply

clean: ## Deletes what was built; the evidence of rehearsals stays
	@if [ -d build ]; then find build -mindepth 1 -maxdepth 1 ! -name 'ceremony*' -exec rm -rf {} +; fi
	@rm -rf target app/target hsm-bridge/target
