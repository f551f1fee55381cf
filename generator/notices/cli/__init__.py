"""The commands: options in, one call, problems and an exit status out.

Belongs here: nothing but the door. Each command is a thin function, in ``commands`` or, where
it writes into the ledger, in ``ledger``.
"""

from notices.cli.commands import main
from notices.cli.ledger import publish, record

__all__ = ["main"]

main.add_command(publish)
main.add_command(record)
