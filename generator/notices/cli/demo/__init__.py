"""The demo: a project of an invented company with releases around now.

Belongs here: making one (``project``), its entries as they change over time (``entries``), its
plans (``plans``), and one package for each company: its schedule and its texts. Does not belong
here: any rule, building the site.
"""

from notices.cli.demo.project import COMPANIES, MARKER, make

__all__ = ["COMPANIES", "MARKER", "make"]
