# `make help` lists the commands; `make up` and `make test` set up whatever they need.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help up test check chat nlu-report dialogue-report chaos money-storm bench-gateway bench-payments bench-realtime worker train catalogue paid reconcile resume agent channel-check pay-check lock environments test-environments clean
export PYTHONPATH := .
export PYTHONUNBUFFERED := 1

APP := .venv/bin/python -m app

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

environments:
	@tools/environment app
	@tools/environment bot

test-environments: environments
	@tools/environment tests
	@tools/environment bot-tests
	@tools/chromium
	@tools/redis

up: environments ## Set up what is missing and start everything; Ctrl-C stops it
	@exec $(APP) up

chat: ## Talk to the running assistant here (or pipe one line per message in, JSON lines come out)
	@$(APP) chat

test: test-environments ## Set up what is missing and run every check and test
	@tools/test $(ARGS)

check: test-environments ## Format, lint, types and import contracts only
	@tools/check

nlu-report: environments ## Measure the understanding: var/reports/nlu.html
	@$(APP) train --if-changed
	@tools/nlu-report $(ARGS)

dialogue-report: environments ## Measure what it keeps of what it is told: var/reports/dialogues.html
	@.venv/bin/python -m app.dialogues $(ARGS)

chaos: test-environments ## Kill the worker 55 times over 220 messages on four channels (a short form is in make test)
	@CHAOS_ROUNDS=5 .venv/bin/python -m pytest tests/chaos $(ARGS)

money-storm: test-environments ## 10,000 events of payments on 500 bookings beside a model (a short form is in make test)
	@STORM_EVENTS=10000 .venv/bin/python -m pytest tests/backend/payments/test_storm.py $(ARGS)

bench-gateway: environments ## Measure how fast webhooks are acknowledged, beside a bare route
	@.venv/bin/python -m app.bench

bench-payments: environments ## Measure how fast payments are acknowledged, and told in the chat
	@.venv/bin/python -m app.bench_payments

bench-realtime: environments ## Connect a thousand clients, have them write and be cut off, and count what they are told
	@.venv/bin/python -m app.bench_realtime

worker: environments ## Run a job worker of its own (with WORKER_IN_APP=false for the app)
	@exec $(APP) worker

train: environments ## Train the model now
	@$(APP) train

catalogue: environments ## Check and load a catalogue: make catalogue DIR=path
	@$(APP) catalogue $(DIR)

reconcile: environments ## Compare with the payment providers' lists: make reconcile ARGS=--days=7
	@$(APP) reconcile $(ARGS)

paid: ## Mark a booking paid: make paid REF=ABC234
	@$(APP) paid $(REF)

resume: ## Give a conversation back to the bot: make resume ID=...
	@$(APP) resume $(ID)

agent: environments ## Make the first administrator, or a fresh way in: make agent EMAIL=you@example.com
	@$(APP) agent "$(EMAIL)" $(ARGS)

channel-check: environments ## Ask the providers whether they know us (ARGS=--set-webhooks tells them our address)
	@$(APP) channel-check $(ARGS)

pay-check: environments ## Ask the payment providers whether they know us and tell us what happens
	@$(APP) pay-check

lock: ## Compile the locked requirements anew
	@tools/lock

clean: ## Remove environments, models and the embedded database
	rm -rf .venv .venv-bot .tools var
