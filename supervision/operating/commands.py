"""The operator's commands; `mingdu` knows them by itself, for they must run where the application cannot."""

from supervision.operating.account_commands import accounts_group
from supervision.operating.backup_commands import group as backup_group
from supervision.operating.doctor import doctor
from supervision.operating.first_commands import token
from supervision.operating.key_commands import accept_group, keys_group
from supervision.operating.upgrade_commands import rollback, upgrade

OPERATORS = (
    backup_group, keys_group, accept_group, accounts_group, upgrade, rollback, doctor, token,
)  # fmt: skip
