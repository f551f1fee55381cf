"""The channels file.

Belongs here: ``content/channels.yml`` to channels. Does not belong here: what is an address
(``mail_fields``), which messages a channel takes (``domain.channels``), sending.

All that is wrong with the file is of one rule, ``channels``: it keeps messages from being delivered,
and nothing else. The site is shown and the ledger grows as without the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from notices.domain.channels import (
    AppriseChannel,
    Channel,
    MailChannel,
    SmtpServer,
    WebhookChannel,
    WebSubChannel,
    notices_told,
)
from notices.domain.phrases import phrase
from notices.domain.policy import Policy
from notices.domain.problem import Problem, Source
from notices.domain.release import System
from notices.domain.wording import quoted
from notices.loading.fields import (
    CategoryName,
    Count,
    Day,
    KnownLanguage,
    KnownNotice,
    KnownSystem,
    Many,
    Name,
    Port,
    Size,
    Some,
    Toggle,
)
from notices.loading.findings import Findings
from notices.loading.loaded import Loaded
from notices.loading.mail_fields import (
    EnvironmentName,
    HostName,
    HttpsAddress,
    ListId,
    MailAddress,
    Unsubscribe,
)
from notices.loading.reading import (
    FIELD,
    TODAY,
    Fault,
    Keys,
    Reading,
    optional,
    refused,
    required,
)
from notices.loading.validation import validated

__all__ = ["ChannelsFile", "load_channels"]

_ID = "The channel's id; the record of deliveries has it."
_TYPE = "How it delivers."
_PER_MINUTE = "The most messages in a minute."


class MessageChannelKeys(Keys):
    """What every channel of messages has."""

    id: Name = required(_ID, "list")
    audience: Literal["customers", "staff"] = required("Whose messages it takes.", "customers")
    since: Day = required("The first day whose messages it takes.", TODAY)
    languages: Some[KnownLanguage] | None = optional(
        "The languages that it delivers, each as a message of its own; by default all."
    )
    categories: Many[CategoryName] = optional("Only releases of these categories.", ())
    systems: Many[KnownSystem] = optional("Only releases that touch one of these systems.", ())
    notices: Many[KnownNotice] = optional(
        "Only these notices, by their ids; `updates` are those of a release while it runs.", ()
    )

    def to_domain(self, **more: Any) -> Any:
        """The channel; ``languages`` are all of the policy's, which it takes without any."""
        filters = {
            name: frozenset(getattr(self, name)) for name in ("categories", "systems", "notices")
        }
        return super().to_domain(
            **{**filters, **more, "languages": self.languages or more["languages"]}
        )


class SmtpKeys(Keys):
    shape = SmtpServer
    host: HostName = required("The server's name.", "mail.example.com")
    port: Port = required("Its port.", "465")
    tls: Literal["implicit", "starttls", "none"] = optional(
        "How the line is encrypted: from the start, after a greeting, or not at all.", "starttls"
    )
    user_env: EnvironmentName = optional("The environment variable that holds the user.", "")
    password_env: EnvironmentName = optional(
        "The environment variable that holds the password.", ""
    )

    @model_validator(mode="after")
    def _log_in_in_secret(self) -> Self:
        if bool(self.user_env) != bool(self.password_env):
            missing, given = (
                ("password_env", "user_env") if self.user_env else ("user_env", "password_env")
            )
            what = phrase(
                "{field} has {given} without {missing}", field=FIELD, given=given, missing=missing
            )
            raise refused([Fault(what, phrase("Write both keys, or neither."))])
        if self.user_env and self.tls == "none":
            what = phrase(
                "{field}: a password would go over a line that is not encrypted", field=FIELD
            )
            help = phrase("Write `tls: starttls` or `tls: implicit`.")
            raise refused([Fault(what, help, ("tls",))])
        return self


class MailChannelKeys(MessageChannelKeys):
    """A mailing list, or a bulk-mail service."""

    shape = MailChannel
    type: Literal["mail"] = required(_TYPE, "mail")
    sender: MailAddress = required(
        "The address that mails come from.", "news@example.com", alias="from"
    )
    to: Some[MailAddress] = required(
        "The addresses that mails go to, such as a mailing list's; each gets a mail of its own.",
        "[list@example.com]",
    )
    smtp: SmtpKeys = required(
        "The server that takes the mails.", "{host: mail.example.com, port: 465}"
    )
    reply_to: MailAddress = optional("The address that answers go to.", "")
    list_id: ListId = optional("The name of the list, for mail programs.", "")
    unsubscribe: Many[Unsubscribe] = optional(
        "Where readers leave the list: addresses that begin with https: or mailto:.", ()
    )
    one_click: Toggle = optional(
        "Whether the https address of `unsubscribe` takes somebody off by one POST (RFC 8058).",
        False,
    )
    subscribe_url: HttpsAddress = optional(
        "Where customers put themselves on the list; the site names it.", ""
    )
    per_minute: Count = optional("The most mails in a minute.", 60)
    max_bytes: Size = optional("The largest mail, in bytes.", 1_000_000)
    calendar: Literal["event", "maintnote"] = optional(
        "The calendar file in the mail: the window for people's calendars, or, as `maintnote`, for the "
        "tools of network operators.",
        "event",
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if faults := [*self._faults()]:
            raise refused(faults)
        return self

    def _faults(self) -> Iterator[Fault]:
        if self.subscribe_url and self.audience == "staff":
            yield Fault(
                phrase("{field} stands with `audience: customers` alone", field=FIELD),
                phrase("Delete it: the site would offer customers a list for staff."),
                ("subscribe_url",),
                at_key=True,
            )
        if self.one_click and not any(each.startswith("https:") for each in self.unsubscribe):
            yield Fault(
                phrase("{field} needs an https address in `unsubscribe`", field=FIELD),
                phrase("Add the address, or delete the key."),
                ("one_click",),
            )
        known: set[str] = set()
        for number, address in enumerate(self.to):
            # Capitals aside they are one address, and whoever reads it would get two mails.
            if address.lower() in known:
                yield Fault(
                    phrase("duplicate {name}", name=quoted(address)),
                    phrase("Delete or rename one of them."),
                    ("to", number),
                )
            known.add(address.lower())


class WebhookChannelKeys(MessageChannelKeys):
    """A receiver of calls (Standard Webhooks)."""

    shape = WebhookChannel
    type: Literal["webhook"] = required(_TYPE, "webhook")
    url_env: EnvironmentName = required(
        "The environment variable that holds its address.", "WEBHOOK_URL"
    )
    secret_env: EnvironmentName = optional(
        "The environment variable that holds the secrets that calls are signed with.", ""
    )
    idempotent: Toggle = optional(
        "Whether it recognises a message that it has had, so that it may come again.", False
    )
    per_minute: Count = optional(_PER_MINUTE, 60)


class AppriseChannelKeys(MessageChannelKeys):
    """A chat or push service, through Apprise."""

    shape = AppriseChannel
    type: Literal["apprise"] = required(_TYPE, "apprise")
    url_env: EnvironmentName = required(
        "The environment variable that holds its Apprise address.", "CHAT_URL"
    )
    per_minute: Count = optional(_PER_MINUTE, 60)


class WebSubChannelKeys(Keys):
    """A hub that is told of feeds that changed."""

    shape = WebSubChannel
    id: Name = required(_ID, "hub")
    type: Literal["websub"] = required(_TYPE, "websub")
    hub: HttpsAddress = required("The hub's address; feeds name it.", "https://hub.example.com/")


ChannelKeys = Annotated[
    MailChannelKeys | WebhookChannelKeys | AppriseChannelKeys | WebSubChannelKeys,
    Field(discriminator="type"),
]


class ChannelsFile(Keys):
    """Where messages are delivered beside the site, `content/channels.yml`."""

    channels: Many[ChannelKeys] = required("The channels.")


def load_channels(
    path: str, data: bytes, policy: Policy, systems: Collection[System] | None
) -> Loaded[tuple[Channel, ...]]:
    """The channels in the file's order; a file that is not there (no bytes) names none.

    ``systems`` are those that there are; ``None`` where that is not known, and any is good. All
    problems are of rule ``channels``.
    """
    if not data:
        return Loaded(())
    findings = Findings(path, data)
    model = validated(findings, ChannelsFile, _reading(policy, systems))
    if model is not None and policy.organizer is None:
        for number, keys in enumerate(model.channels):
            if isinstance(keys, MailChannelKeys) and keys.calendar == "maintnote":
                findings.at_value(
                    f"channels.{number}.calendar",
                    phrase(
                        "{field} is `maintnote`, and the policy names no `organizer`",
                        field=f"channels (item {number + 1}): calendar",
                    ),
                    phrase(
                        "Add `organizer: {{name: …, email: …}}` to content/policy.yml, or delete the "
                        "key."
                    ),
                )
    loaded = findings.loaded(None if model is None else tuple(_channels(model, policy, findings)))
    problems = (
        Problem(each.severity, "channels", each.mark, each.message, each.help)
        for each in loaded.problems
    )
    return Loaded(loaded.value, tuple(problems))


def _reading(policy: Policy, systems: Collection[System] | None) -> Reading:
    return Reading(
        policy.zone,
        policy.languages,
        categories=policy.categories,
        systems=None if systems is None else [system.id for system in systems],
        notices=notices_told(policy),
    )


def _channels(model: ChannelsFile, policy: Policy, findings: Findings) -> Iterator[Channel]:
    for number, keys in enumerate(model.channels):
        start = f"channels.{number}."
        fields = {
            name.removeprefix(start): place
            for name, place in findings.document.places.items()
            if name.startswith(start)
        }
        source = Source(findings.path, fields=fields)
        if isinstance(keys, WebSubChannelKeys):
            yield keys.to_domain(source=source)
        else:
            yield keys.to_domain(languages=policy.languages, source=source)
