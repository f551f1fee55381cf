"""The list of what the wheel is installed with: CycloneDX, as ``make generated`` writes it.

Belongs here: how the lock of what publishes becomes that list. Does not belong here: reading the lock
(``locks``), how the list comes into the wheel (``tool.hatch`` in pyproject.toml).

Nothing of it is drawn or read off a clock: the same lock gives the same bytes.
"""

from __future__ import annotations

import hashlib
from importlib import metadata
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from notices.domain.version import VERSION
from tests.locks import RUNTIME, Locked, needed, needs, read_lock
from tests.project import CLONE

__all__ = ["SBOM", "license_of", "sbom"]

SBOM = CLONE / "sbom.cdx.json"

# What the packages' metadata say in words only, or nowhere but in the text of their licence.
_LICENSES = {
    "babel": "BSD-3-Clause",
    "certifi": "MPL-2.0",
    "charset-normalizer": "MIT",
    "colorama": "BSD-3-Clause",
    "css-inline": "MIT",
    "feedgen": "BSD-2-Clause OR LGPL-3.0-or-later",
    "ghp-import": "Apache-2.0",
    "jinja2": "BSD-3-Clause",
    "lxml": "BSD-3-Clause",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "mergedeep": "MIT",
    "nh3": "MIT",
    "paginate": "MIT",
    "pathspec": "MPL-2.0",
    "pluggy": "MIT",
    "pyromark": "MIT",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "pyyaml": "MIT",
    "requests": "Apache-2.0",
    "rich": "MIT",
    "rjsmin": "Apache-2.0",
    "six": "MIT",
    "trove-classifiers": "Apache-2.0",
    "tzdata": "Apache-2.0",
    "watchdog": "Apache-2.0",
    "watchfiles": "MIT",
}


def license_of(name: str) -> str:
    """The SPDX expression of a package: its own, or what was read in its licence."""
    said = metadata.metadata(name)["License-Expression"]
    if said and name in _LICENSES:
        raise ValueError(f"{name} says its licence itself by now: {said}")
    return str(said or _LICENSES[name])


def sbom() -> str:
    """The program, and each package of the lock; `excluded` is what only builds."""
    program = _component("notices", VERSION)
    bom = Bom(metadata=BomMetaData(component=program))
    bom.metadata.timestamp = None  # type: ignore[assignment]  # The lock has none.
    bom.serial_number = uuid5(
        NAMESPACE_URL, f"{program.purl} {hashlib.sha256(RUNTIME.read_bytes()).hexdigest()}"
    )
    runs = needed("notices")
    locked = read_lock(RUNTIME)
    components = {one: _component(one.name, one.version, one, one.name in runs) for one in locked}
    bom.components.update(components.values())
    for name, component in [("notices", program), *((o.name, c) for o, c in components.items())]:
        below = needs(name)
        bom.register_dependency(component, [c for o, c in components.items() if o.name in below])
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def _component(
    name: str, version: str, locked: Locked | None = None, runs: bool = True
) -> Component:
    purl = PackageURL("pypi", None, name, version)
    return Component(
        name=name,
        version=version,
        type=ComponentType.LIBRARY if locked else ComponentType.APPLICATION,
        scope=ComponentScope.REQUIRED if runs else ComponentScope.EXCLUDED,
        bom_ref=str(purl),
        purl=purl,
        licenses=[LicenseFactory().make_from_string(license_of(name))],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=h) for h in locked.hashes]
        if locked
        else (),
    )
