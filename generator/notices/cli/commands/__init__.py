"""The commands, one module each: ``command`` in it is the command of its name.

Belongs here: options, one call, and what is said of the result. Does not belong here: anything
that two commands share (``terminal``, ``reading``, ``building``, ``ledger``, ``reports``).
"""
