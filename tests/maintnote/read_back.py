"""What circuit-maintenance-parser reads from calendars and mails, as JSON: the maintenances of each, by its path.

Run by the Python of `.notices/maintnote`, never by ours. The form of iCalendar needs no places: what
the parser would look these up with is not installed, and an empty module stands in for it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

_PLACES = ModuleType("timezonefinder")
_PLACES.__dict__["TimezoneFinder"] = object
sys.modules[_PLACES.__name__] = _PLACES

from circuit_maintenance_parser import (  # type: ignore[import-not-found]  # noqa: E402
    NotificationData,
    init_provider,
)


def _read(path: str) -> list[Any]:
    data = Path(path).read_bytes()
    if path.endswith(".eml"):
        note = NotificationData.init_from_email_bytes(data)
    else:
        note = NotificationData.init_from_raw("text/calendar", data)
    found = init_provider("genericprovider").get_maintenances(note)
    return [json.loads(each.to_json()) for each in found]


sys.stdout.write(json.dumps({path: _read(path) for path in sys.argv[1:]}))
