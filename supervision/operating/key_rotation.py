"""A new key in the place of one, in one transaction: of the trail (the old one stays to verify what it
sealed), of sessions, or of what lies sealed in the database (which is sealed anew).

The file of the new key takes its place last (core/startup/turning); run again after a kill, or started,
the system goes on from there.
"""

import json

from sqlalchemy.orm import Session

from supervision.core import clock, installation
from supervision.core.access.principal import SYSTEM
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.audit import AuditHead, record
from supervision.core.audit.chain import ROTATION, head_seal
from supervision.core.audit.recorder import chain_now
from supervision.core.backup import Site
from supervision.core.config import KEYS
from supervision.core.db import unit_of_work
from supervision.core.installation import facts, fingerprint
from supervision.core.startup import turning
from supervision.core.startup.turning import AUDIT, PREFIX
from supervision.operating import sealing_anew
from supervision.operating.health import KEYS_EXPORTED

IDENTITY = "identity_key"
NAMES = KEYS


def rotate(site: Site, name: str, *, reason: str) -> None:
    """Put a new key in the place of `name`; the service must not run. DomainError: nothing is changed."""
    new = turning.key_to_come(site.keys_folder, name)
    with seeing(EVERYTHING):
        with unit_of_work(write=False) as own:
            begun = turning.is_taken_up(own.connection(), site.keys_folder, name)
        if not begun:
            _take_up(name, new, reason)
        with unit_of_work(write=False) as own:
            turning.put_in_place(own.connection(), site.instance, site.keys_folder, name)


def _take_up(name: str, new: str, reason: str) -> None:
    """From this commit on the database is written with the new key, and the trail says so."""
    with unit_of_work() as own:
        told = sealing_anew.seal_all(own, new, because=reason) if name == IDENTITY else ""
        label = f"更换密钥 {name}，新密钥指纹{fingerprint(new, name)[:16]}{told}"
        action = ROTATION if name == AUDIT else "keys.rotate"
        head = own.get_one(AuditHead, 1)
        record(head, action=action, label=label, reason=reason, actor=SYSTEM)
        installation.put(own, PREFIX + name, fingerprint(new, name))
        _doubt_export(own)
        chain_now(own)  # the last events under the old key
        if name == AUDIT:
            own.refresh(head)
            head.seal = head_seal(new, head.count, head.mac)
            own.flush()


def _doubt_export(own: Session) -> None:
    """What was exported holds no longer all keys: the health page asks for it anew."""
    told = facts(own.connection()).get(KEYS_EXPORTED)
    if told is not None:
        day, place, *_ = json.loads(told)
        changed = json.dumps([day, place, clock.today().isoformat()], ensure_ascii=False)
        installation.put(own, KEYS_EXPORTED, changed)
