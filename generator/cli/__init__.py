"""The commands: options in, one call, problems and an exit status out.

Belongs here: nothing but the door. Each command is a thin function in ``commands``.
"""

from generator.cli.commands import main

__all__ = ["main"]
