# `make` shows what there is. Everything runs inside .venv, which `make setup` fills from uv.lock.
PY := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONWARNINGS := ignore

.DEFAULT_GOAL := help
.PHONY: help setup start train test lint check-content screenshots benchmark-nlu benchmark-safety benchmark-web benchmark-whatsapp benchmark-followup benchmark-serving clean

help:            ## deze lijst
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 22

setup:           ## zet de omgeving klaar (uv, Python 3.10, alle pakketten)
	@scripts/setup.sh

start: setup     ## start de assistent op http://127.0.0.1:8000
	@exec $(PY) -m rugwijzer.supervisor

train: setup     ## train het model als de inhoud veranderd is
	@$(PY) -m rugwijzer.training

lint: setup      ## opmaak, stijl en types
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

check-content: setup ## controleer de inhoud, en welke onderwerpen op elkaar lijken (ONDERWERP=)
	@$(PY) -m rugwijzer.knowledge.check
	@$(PY) -m rugwijzer.followup.check
	@$(PY) -m rugwijzer.knowledge.check --verwarring $(ONDERWERP)

test: lint check-content ## alle controles: stijl, inhoud, Rasa-data, training, gesprekken, contract, browser
	.venv/bin/rasa data validate --fail-on-warnings
	$(PY) -m rugwijzer.training
	.venv/bin/rasa test core --e2e --stories tests/gesprekken --model models/rugwijzer.tar.gz --fail-on-prediction-errors --out build/rasa-test
	$(PY) -m pytest -n 2 --dist loadfile -m "not alone"
	$(PY) -m pytest -m alone

benchmark-whatsapp: setup ## 1.000 berichten met kill -9, en 50 per seconde op PostgreSQL
	@$(PY) -m benchmarks.whatsapp

screenshots: setup ## maak de afbeeldingen van docs/ opnieuw
	@$(PY) -m scripts.screenshots
	@$(PY) -m scripts.portal_screenshots

benchmark-followup: setup ## 10.000 check-ins, gedode werkers: niets kwijt, niets dubbel
	@$(PY) -m benchmarks.followup

benchmark-nlu: setup ## vergelijk het begrip met drie andere systemen (TRAIN= TEST= ENGINES= EPOCHS= FOLDS= LIMIT=)
	@$(PY) -m benchmarks.nlu $(foreach o,TRAIN TEST DEVSET ENGINES EPOCHS FOLDS LIMIT TAAL,$(if $($o),$o="$($o)"))

benchmark-safety: setup ## meet hoe goed alarmsignalen herkend worden (OPTIES="--url ... --folds 0")
	@$(PY) -m benchmarks.safety $(OPTIES)

benchmark-web: setup ## meet de chat in Chromium: grootte, snelheid, toegankelijkheid
	@$(PY) -m benchmarks.web

benchmark-serving: setup ## vergelijk de snelheid met stock Rasa, en 500 gesprekken terwijl delen uitvallen (EPOCHS= TURNS= LONG= STORED= CONVERSATIONS= LIMIT= TRAIN=)
	@$(PY) -m benchmarks.serving $(foreach o,EPOCHS TURNS LONG STORED CONVERSATIONS LIMIT TRAIN,$(if $($o),$o="$($o)"))

clean:           ## verwijder alles wat gemaakt is (niet .venv, niet de gesprekken in var)
	rm -rf build .rasa models/*.tar.gz .pytest_cache .mypy_cache .ruff_cache .hypothesis
