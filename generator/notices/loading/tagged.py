"""Tagged values of a configuration: what only MkDocs can make of a piece of YAML.

Belongs here: their type. Does not belong here: reading YAML (``configuration``), which most runs do
without.
"""

__all__ = ["Tagged"]


class Tagged(str):
    """A value that only MkDocs can make: ``!relative …``, or the name of a Python object."""
