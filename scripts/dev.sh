#!/usr/bin/env bash
# `make dev`: the demonstration in its own folder .dev, never the data of an office, and no message to anybody.
set -euo pipefail
cd "$(dirname "$0")/.."
unset DATABASE_URL BACKUP_DIR PUBLIC_URL HTTPS TRUSTED_PROXIES SMTP_HOST WEBHOOK_URL
export SUPERVISION_INSTANCE=$PWD/.dev DEMO=1

bash scripts/setup.sh
exec .venv/bin/python -m scripts.dev
