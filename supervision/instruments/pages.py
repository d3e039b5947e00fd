"""All pages of papers: importing this module gives the blueprint its views."""

from supervision.instruments import routes  # noqa: F401  (each of these registers its views)
from supervision.instruments.back_entry import routes as back_entry  # noqa: F401
from supervision.instruments.blueprint import bp
from supervision.instruments.chasing import routes as chasing  # noqa: F401
from supervision.instruments.checking import routes as checking  # noqa: F401
from supervision.instruments.delivering import routes as delivering  # noqa: F401
from supervision.instruments.drafting import annex_routes, preview_routes, shaping_routes  # noqa: F401
from supervision.instruments.drafting import routes as drafting  # noqa: F401
from supervision.instruments.extending import routes as extending  # noqa: F401
from supervision.instruments.kinds import routes as kinds  # noqa: F401
from supervision.instruments.objecting import routes as objecting  # noqa: F401
from supervision.instruments.onward import routes as onward  # noqa: F401
from supervision.instruments.pausing import routes as pausing  # noqa: F401
from supervision.instruments.printing import routes as printing  # noqa: F401
from supervision.instruments.printing import working_forms_routes  # noqa: F401
from supervision.instruments.receipts import routes as receipts  # noqa: F401
from supervision.instruments.redating import routes as redating  # noqa: F401
from supervision.instruments.replying import registering_routes  # noqa: F401
from supervision.instruments.replying import routes as replying  # noqa: F401
from supervision.instruments.reviewing import routes as reviewing  # noqa: F401
from supervision.instruments.signing import leaders_routes, originals_routes  # noqa: F401
from supervision.instruments.signing import routes as signing  # noqa: F401
from supervision.instruments.verifying import over_problems_routes  # noqa: F401
from supervision.instruments.verifying import routes as verifying  # noqa: F401

__all__ = ["WITHIN", "bp"]
_OF_KINDS = ("kind_add", "kind_revise", "kind_show", "kind_words")
WITHIN = (  # what is done over chosen problems belongs to the ledger they were chosen from
    *(
        (f"instruments.{one}", "problems.ledger")
        for one in ("write_off_problems", "chase_problems")
    ),
    *((f"instruments.{one}", "instruments.kinds_index") for one in _OF_KINDS),
)
