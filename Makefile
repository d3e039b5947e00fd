# What a person types. Every path is relative, so the folder's own name may hold spaces.
.PHONY: help setup run dev ready check test lint battery mutants crawl lock
.SILENT:

# The tests start the product a hundred times: where the surroundings forbid it, each would compile it anew.
export PYTHONDONTWRITEBYTECODE :=

help:
	echo 'make run     准备环境、迁移数据库并启动:http://127.0.0.1:8000(PORT、HOST、DATABASE_URL、DEMO=0 可用)'
	echo 'make dev     开发:演示案例在单独的 .dev 中,改代码自动重启,出错显示调用栈(PORT 可用)'
	echo 'make setup   只准备 .venv、.fonts 和 instance,不启动'
	echo 'make test    安装测试所需并运行全部检查和测试;T=路径 只运行其中的测试,DB=postgresql 全部改在 PostgreSQL 上'
	echo 'make battery 运行时间较长的全量测试(不含在 make test 中,约一小时);PART=law 只运行其中一部分:'
	echo '             law lists derived plans papers screens server examples ledger writes reliability;WALK=60 每次法则漫步只走60秒'
	echo 'make mutants 给代码植入小错,看测试能否发现(约一小时,中断后接着做,结果见 docs/mutants.md)'
	echo 'make crawl   逐页比对演示案例与 tests/crawl 所存的各角色页面;ACCEPT=1 存下有意的变化'
	echo 'make lock    requirements*.txt 改动后，重新生成带校验值的 requirements*.lock（UPGRADE=1 同时升级间接依赖）'
	echo 'make check   提交前的快速检查(约十秒):ruff 全部、mypy 只看与 main 不同的文件'
	echo 'make lint    只运行静态检查(ruff、mypy、import-linter)'

setup:
	bash scripts/setup.sh

run: setup
	exec .venv/bin/python app.py

dev:
	exec bash scripts/dev.sh

ready:
	bash scripts/setup.sh tests

check: ready
	bash scripts/check.sh

lint: ready
	bash scripts/lint.sh

# Three at once on two cores: one of them mostly waits for a browser or a server.
test: ready
	DB=$(DB) .venv/bin/python -m pytest $(if $(T),$(T),-n 3)

battery: ready
	bash scripts/battery.sh $(PART)

mutants: ready
	.venv/bin/python -m bench.mutation

crawl: ready
	.venv/bin/python -m scripts.crawl $(if $(ACCEPT),--accept)

lock:
	UPGRADE=$(UPGRADE) bash scripts/lock.sh
