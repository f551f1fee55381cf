"""The hosts: what renders the handful of shells that our pages are spliced into.

Belongs here: one module a host, the only places that know it. Does not belong here: what the
pages say (``rendering``), what may be published (``pipeline``), how a finished site is put
in its place (``generations``). Another host is one more module beside these.
"""
