# `make` alone says what there is. Kept to what GNU Make 3.81 knows, the version macOS ships.

PORT   ?= 8000
PYTHON ?=

# Newest Python first known to work; a newer one is used only if there is no other.
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11

BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PY  := $(BIN)/python
PIP := $(PY) -m pip -qq

export PYTHONUTF8 = 1
export NO_MKDOCS_2_WARNING = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1
export PIP_ROOT_USER_ACTION = ignore
# A caller's pip settings may name an index or a proxy; these would send the packages elsewhere.
export PIP_USER = 0
export PIP_REQUIRE_HASHES = 0
unexport PIP_CONSTRAINT PIP_PREFIX PIP_TARGET PYTHONHOME PYTHONPATH

# PDFs are set in Chinese fonts of the system; without them the build says what to install.
fonts = [ "$$GALLEY_PDF" = false ] || scripts/system-packages fonts

fail = { echo "galley: $(1)" >&2; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help serve site volumes test coverage mutation pip-audit sbom icons new propose translate-setup cluster-setup check lock clean distclean FORCE

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { if (($$1 !~ /^bench/ || "$(BENCH)") && ($$1 !~ /^(fuzz|faults|test-full):?$$/ || "$(wildcard tests/fuzz)")) printf "  make %-15s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "Variables: PORT=8000 for serve; PYTHON=python3.12 chooses the Python; UPGRADE=1 for lock."

serve: .venv/.base ## show the site at http://127.0.0.1:8000/ and follow changes
	@$(fonts)
	@SITE_URL=http://127.0.0.1:$(PORT)/ exec $(PY) -m mkdocs serve -a 127.0.0.1:$(PORT)

site: .venv/.base ## build the whole site into site/
	@$(fonts)
	@$(PY) -m mkdocs build --strict

volumes: .venv/.base ## build every volume of a large archive, each a site in site/<volume>/
	@$(fonts)
	@names=$$($(BIN)/galley volumes --names) || exit; for name in $$names; do \
		echo "Volume $$name"; \
		GALLEY_VOLUME=$$name $(PY) -m mkdocs build --strict -d site/$$name || exit; done

# A file's tests run in one process, so that what they share is made once; tests/conftest.py has the order.
AT_ONCE = -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: .venv/.dev ## run every check and test (a browser is installed if there is none)
	@scripts/system-packages chromium fonts poppler java
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(BIN)/zizmor --offline --quiet .github
	$(PY) -m pytest $(AT_ONCE)

coverage: .venv/.dev ## run the tests and say which lines and branches none of them reaches
	@scripts/system-packages chromium fonts poppler java
	$(PY) -m pytest $(AT_ONCE) --cov --cov-report=term:skip-covered --cov-report=html

mutation: .venv/.dev .venv/.trust ## change the program in small ways and see that tests notice (SAMPLE=100 MODULE=clean)
	@$(PY) scripts/mutation $(if $(SAMPLE),--sample $(SAMPLE)) $(MODULE)

LOCKS := requirements.txt requirements-dev.txt $(wildcard requirements/*.txt)
pip-audit: .venv/.trust ## look every locked package up in the register of known weaknesses (needs the network)
	@for lock in $(LOCKS); do echo "$$lock"; \
		$(BIN)/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r $$lock || exit; done

sbom: .venv/.trust ## write build/galley.cdx.json, the software bill of materials (CycloneDX)
	@mkdir -p build
	@$(BIN)/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible \
		--of JSON --sv 1.6 --validate -o build/galley.cdx.json

ifneq ($(wildcard tests/fuzz),)
.PHONY: fuzz faults
FUZZ_SECONDS ?= 600
KILLS        ?= 200
# The fuzzer stands in a folder of its own: no test needs it, and it has no wheel for every system.
fuzz: .venv/.dev .venv/fuzz/.made ## look for input that breaks a reader (FUZZ_SECONDS=600 for each; READERS=)
	@PYTHONPATH=.venv/fuzz $(PY) tests/fuzz/run.py --seconds $(FUZZ_SECONDS) $(READERS)

.venv/fuzz/.made: .venv/.made requirements/fuzz.txt
	@rm -rf .venv/fuzz
	@$(PIP) install --target .venv/fuzz --require-hashes -r requirements/fuzz.txt \
		|| $(call fail,could not install atheris$(,) which needs Linux and Python 3.11 to 3.13; see the message above.)
	@touch $@

faults: .venv/.dev ## kill every command at random moments (KILLS=200), fill the disk, take rights away
	@GALLEY_KILLS=$(KILLS) $(PY) -m pytest -q -s tests/test_faults.py tests/test_disk.py
endif

ifneq ($(wildcard tests/test_hostile.py),)
.PHONY: test-full
FULL = $(addprefix tests/test_,accessibility.py apparatus.py compare.py hostile.py linear.py links.py \
	links_in_content.py numbers.py search.py site.py valid.py) $$(grep -l '^from hypothesis' tests/test_*.py)
test-full: .venv/.dev ## the long form of tests: every page in every view, every hostile text alone, more made-up ones
	@scripts/system-packages chromium fonts poppler java
	@GALLEY_FULL=1 $(PY) -m pytest $(AT_ONCE) $(FULL)
endif

icons: .venv/.dev ## draw the icons again after a change of overrides/assets/icon.svg
	@$(PY) scripts/icons

# A PyTorch that is there already stays: the lock's own brings several GB for GPUs along.
translate-setup: .venv/.base ## install Argos Translate, for galley translate (large: it brings PyTorch)
	@there=$$($(PY) -m pip show -q torch 2>/dev/null && echo 'torch|triton|cuda-|nvidia-' || echo 'no package'); \
	awk -v there="^($$there)" '/^[a-z]/ { kept = $$0 ~ there } !kept' requirements/translate.txt >.venv/translate.txt
	@$(call install,.venv/translate.txt)

cluster-setup: .venv/.base ## install Dask, for galley build --cluster, on this computer or on one that works for it
	@$(call install,requirements/cluster.txt)

propose: .venv/.base ## write a first plan for every page in seeds/ that has none
	@for page in seeds/*.txt; do \
		[ ! -e "$$page" ] || [ -e "$${page%.txt}.yml" ] || $(BIN)/galley propose "$$page" || exit; done

new: .venv/.base ## begin an archive of your own: make new DIR=../mine NAME=剪报
	@test -n "$(DIR)" || $(call fail,say where$(,) as in: make new DIR=../my-archive NAME=剪报)
	@$(BIN)/galley new '$(DIR)' $(if $(NAME),--name '$(NAME)') $(if $(NAME_EN),--name-en '$(NAME_EN)') \
		$(if $(LANGUAGES),--languages '$(LANGUAGES)')

check: .venv/.base ## check the text, the page plans and the terms
	@$(BIN)/galley check

BENCH := $(wildcard tests/bench/__main__.py)
ifneq ($(BENCH),)
SIZE ?= 100
.PHONY: bench bench-page
RUN_BENCH = PYTHONPATH=tests $(PY) -m
bench: .venv/.dev .venv/bench/.made $(if $(TRANSLATE),.venv/bench-argos/.made) ## measure the steps beside their peers (SIZE=1000 pages, TRANSLATE=1)
	@$(RUN_BENCH) bench --size $(SIZE) --json build/bench.json

bench-page: .venv/.dev ## write docs/guide/speed.md from what make bench measured
	@$(RUN_BENCH) bench.page build/bench.json

# Peers are measured and nothing else: they stand in environments of their own. The measurement says
# which of them could not be installed, and goes on without.
.venv/bench/.made: PEERS = requirements/bench.txt
.venv/bench-argos/.made: PEERS = requirements/translate.txt
.venv/bench/.made: requirements/bench.txt
.venv/bench-argos/.made: requirements/translate.txt
.venv/bench/.made .venv/bench-argos/.made: .venv/.made
	@$(PY) -m venv --clear $(@D)
	@echo "Installing $(PEERS), to measure beside it"
	@$(@D)/$(notdir $(BIN))/python -m pip -qq install --require-hashes -r $(PEERS) && touch $@ || rm -rf $(@D)
endif

# uv in an environment of its own: the locks must not depend on what they lock.
UV      = .venv/lock/$(notdir $(BIN))/uv
COMPILE = UV_CUSTOM_COMPILE_COMMAND='make lock' $(UV) pip compile --quiet --no-config --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	$(if $(UPGRADE),--upgrade)

lock: .venv/.made ## write the locks again from pyproject.toml (UPGRADE=1: newest versions)
	@test -x $(UV) || { $(PY) -m venv .venv/lock \
		&& $(dir $(UV))python -m pip -qq install --require-hashes -r requirements/lock.txt; } \
		|| $(call fail,could not install uv$(,) which writes the locks; see the message above)
	$(COMPILE) --group build pyproject.toml -o requirements.txt
	$(COMPILE) --group build --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(COMPILE) --extra translate -c requirements-dev.txt pyproject.toml -o requirements/translate.txt
	$(COMPILE) --extra cluster -c requirements-dev.txt pyproject.toml -o requirements/cluster.txt
	$(COMPILE) --group trust -c requirements-dev.txt -o requirements/trust.txt
	$(COMPILE) --group bench -o requirements/bench.txt
	$(COMPILE) --group fuzz -o requirements/fuzz.txt
	$(COMPILE) --group lock -o requirements/lock.txt

clean: ## remove what was generated, and caches
	@rm -rf site build .cache .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@rm -rf docs/*/articles docs/*/proof docs/*/source docs/*/topics docs/*/figures docs/*/downloads
	@find scripts tests -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## clean, and remove .venv too
	@rm -rf .venv scripts/galley.egg-info

# --- Set-up. Each stamp is written last, so that what was interrupted is done again. ---

, := ,
FORCE:

# Scripts in an environment name its folder and its Python: when the folder was moved, the
# Python is gone, or another PYTHON is asked for, the environment is made anew.
MADE_IN   := $(shell sed -n 1p .venv/.made 2>/dev/null)
MADE_WITH := $(shell sed -n 2p .venv/.made 2>/dev/null)
ifneq ($(MADE_IN),$(CURDIR))
.venv/.made: FORCE
else ifeq ($(wildcard $(PY) $(PY).exe),)
.venv/.made: FORCE
else ifneq ($(filter-out $(MADE_WITH),$(PYTHON)),)
.venv/.made: FORCE
endif

.venv/.made:
	@version() { "$$1" -c 'import sys; print("%d%02d" % sys.version_info[:2])' 2>/dev/null; }; \
	python='$(PYTHON)'; \
	if [ -z "$$python" ]; then \
		for p in $(PYTHONS); do \
			v=$$(version $$p) && [ "$$v" -ge 311 ] && [ "$$v" -le 314 ] && python=$$p && break; \
		done; \
		: "$${python:=python3}"; \
		v=$$(version "$$python") || $(call fail,no Python was found; \
	install Python 3.11 or newer (on Debian: python3 and python3-venv) and run the same command again.); \
	else \
		v=$$(version "$$python") || $(call fail,PYTHON=$$python does not run; \
	give the name or path of Python 3.11 or newer$(,) as in: make PYTHON=python3.12); \
	fi; \
	[ "$$v" -ge 311 ] || $(call fail,$$python is older than Python 3.11$(,) which Galley needs; \
	if there is another$(,) name it$(,) as in: make PYTHON=python3.12); \
	"$$python" -c 'import venv, ensurepip' 2>/dev/null || $(call fail,$$python has no module venv; \
	on Debian and Ubuntu install the package python3-venv.); \
	real=$$("$$python" -c 'import os, sys; print(os.path.realpath(sys.executable))'); \
	echo "Setting up .venv with $$real"; \
	"$$real" -m venv --clear .venv || $(call fail,could not make the folder .venv with $$real; see the message above.)
	@printf '%s\n' '$(CURDIR)' '$(PYTHON)' > $@

# pip writes INSTALLER when a package is complete: without it the installation was interrupted, but
# the next pip would take the package for installed. What it was replacing at that moment
# stands aside under a name with `~`.
PACKAGES = .venv/lib/*/site-packages .venv/Lib/site-packages
repair   = for d in $(PACKAGES:=/*.dist-info); do \
	[ ! -d "$$d" ] || [ -e "$$d/INSTALLER" ] || rm -rf "$$d"; done; rm -rf $(PACKAGES:=/~*)
install  = echo "Installing the Python packages of $(1)"; $(repair); \
	$(PIP) install --require-hashes -r $(1) || $(call fail,could not install the Python packages of $(1); \
	check the network connection (pip's message is above) and run the same command again.)

.venv/.base: .venv/.made requirements.txt pyproject.toml
	@rm -f $@
	@$(call install,requirements.txt)
	@$(PIP) install --no-deps --no-index --no-build-isolation -e . \
		|| $(call fail,could not install the package galley from scripts/; see the message above.)
	@found=$$($(PY) -m pip check) || { echo "$$found" >&2; \
		$(call fail,requirements.txt does not fit pyproject.toml (see above); run: make lock); }
	@touch $@

.venv/.dev: .venv/.base requirements-dev.txt
	@rm -f $@
	@$(call install,requirements-dev.txt)
	@touch $@

.venv/.trust: .venv/.made requirements/trust.txt
	@rm -f $@
	@$(call install,requirements/trust.txt)
	@touch $@
