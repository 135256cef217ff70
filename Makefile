# `make` shows what there is. Everything runs inside .venv, which `make setup` fills from uv.lock.
PY := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONWARNINGS := ignore

BENCHMARKS := endurance followup nlu safety serving web whatsapp
# What a benchmark takes from the command line, such as `make benchmark-nlu EPOCHS=5`.
NLU := TRAIN TEST DEVSET ENGINES EPOCHS FOLDS LIMIT TAAL
SERVING := EPOCHS TURNS LONG STORED CONVERSATIONS LIMIT TRAIN
given = $(foreach o,$(1),$(if $($o),$o="$($o)"))

.DEFAULT_GOAL := help
.PHONY: help setup start train test lint check-content mutation screenshots release clean $(BENCHMARKS:%=benchmark-%)

help:            ## deze lijst
	@sed -nE 's/^([a-z-]+|#: benchmark-<naam>): *([a-z -]*)## /\1\t/p' $(MAKEFILE_LIST) | sed 's/^#: //' | expand -t 22

setup:           ## zet de omgeving klaar (uv, Python 3.10, alle pakketten)
	@scripts/setup.sh

start: setup     ## start de assistent op http://127.0.0.1:8000
	@exec $(PY) -m rugwijzer.run.laptop

train: setup     ## train het model als de inhoud veranderd is
	@$(PY) -m rugwijzer.run.training

lint: setup      ## opmaak, stijl, types en wie wie importeert
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

check-content: setup ## controleer de inhoud, en welke onderwerpen op elkaar lijken (ONDERWERP=)
	@$(PY) -m rugwijzer.knowledge.check
	@$(PY) -m rugwijzer.followup.check
	@$(PY) -m rugwijzer.knowledge.check --verwarring $(ONDERWERP)

test: lint check-content ## alle controles: stijl, inhoud, Rasa-data, training, gesprekken, contract, browser
	$(PY) -m scripts.safety_rules
	.venv/bin/rasa data validate --fail-on-warnings
	$(PY) -m rugwijzer.run.training
	.venv/bin/rasa test core --e2e --stories tests/gesprekken --model models/rugwijzer.tar.gz --fail-on-prediction-errors --out build/rasa-test
	$(PY) -m pytest -n 2 --dist loadfile -m "not alone"
	$(PY) -m pytest -m alone

mutation: setup  ## verander de veiligheidsregels, en zie of een test het merkt (REGELS="levels hold")
	@$(PY) -m scripts.mutation $(REGELS)

screenshots: setup ## maak de afbeeldingen van docs/ opnieuw
	@$(PY) -m scripts.screenshots
	@$(PY) -m scripts.portal_screenshots

release: setup   ## bouw de wheel, en laat de gateway en de acties daaruit draaien
	@$(PY) -m scripts.release

#: benchmark-<naam>: ## meet: endurance, followup, nlu, safety, serving, web of whatsapp; zie docs/evaluatie.md
benchmark-nlu: setup
	@$(PY) -m benchmarks.nlu $(call given,$(NLU))

benchmark-safety: setup
	@$(PY) -m benchmarks.safety $(OPTIES)

benchmark-serving: setup
	@$(PY) -m benchmarks.serving $(call given,$(SERVING))

benchmark-endurance: setup
	@$(PY) -m benchmarks.endurance $(OPTIES)

benchmark-followup benchmark-web benchmark-whatsapp: benchmark-%: setup
	@$(PY) -m benchmarks.$*

clean:           ## verwijder alles wat gemaakt is (niet .venv, niet de gesprekken in var)
	rm -rf build .rasa models/*.tar.gz .pytest_cache .mypy_cache .ruff_cache .hypothesis
