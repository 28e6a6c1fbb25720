"""Notices as mails and as messages to the council's channel."""

import json
import socket
from collections.abc import Sequence
from contextlib import closing, suppress
from email.utils import parseaddr
from threading import Timer
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from governance.models import Notice

_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class _NoRedirects(HTTPRedirectHandler):
    """A message goes to the address that the operator named, and to no other."""

    def redirect_request(self, *_: Any) -> None:
        return None


class _HangsUp(HTTPSHandler, HTTPHandler):
    """Ends a connection some seconds after it was made: a timeout alone counts anew with each byte."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds, self.timers = seconds, list[Timer]()

    def do_open(self, http_class: Any, req: Request, **said: Any) -> Any:
        def begin(sock: socket.socket) -> None:
            timer = Timer(self.seconds, _hang_up, [sock])
            timer.daemon = True
            timer.start()
            self.timers.append(timer)

        class Connection(http_class):
            def connect(self) -> None:
                super().connect()
                begin(self.sock)

        return super().do_open(Connection, req, **said)

    def close(self) -> None:
        for timer in self.timers:
            timer.cancel()


def _hang_up(sock: socket.socket) -> None:
    """Wake who reads. Of the class itself, since that of TLS would first take itself apart."""
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def mail_notices(notices: Sequence[Notice]) -> None:
    """Send one person one mail that tells of all ``notices``."""
    person = notices[0].recipient
    if person is None:
        raise ValueError("the council's channel has no address for mail")
    only = notices[0] if len(notices) == 1 else None
    title = only.title if only else f"{len(notices)} things that happened"
    said = {
        "person": person,
        "title": title,
        "notices": notices,
        "settings_url": settings.MUSTER_URL + reverse("notice_settings"),
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(title.split())[:200],
        body=render_to_string("notices/mail.txt", said),
        to=[person.email],
        headers={
            "Message-ID": f"<{_id_of(notices)}@{_our_domain()}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{said['settings_url']}>",
        },
    )
    mail.attach_alternative(render_to_string("notices/mail.html", said), "text/html")
    mail.send()


def post_notice(notice: Notice) -> None:
    """Post one notice as Slack takes it.

    Raises ``OSError`` or ``HTTPException`` where the receiver doesn't say in time that it has it.
    """
    request = Request(  # noqa: S310 - settings refuse any address but https and this machine
        settings.MUSTER_SLACK_WEBHOOK,
        data=json.dumps(message_of(notice)).encode(),
        headers={"Content-Type": "application/json", "Idempotency-Key": str(notice.uid)},
    )
    with closing(_HangsUp(settings.WEBHOOK_TIMEOUT)) as hangs_up:
        try:
            with build_opener(_NoRedirects, hangs_up).open(request, timeout=settings.WEBHOOK_TIMEOUT):
                return
        except HTTPError as refusal:
            with refusal:
                raise OSError(f"{refusal.code}: {refusal.read(200).decode(errors='replace')}") from refusal


def message_of(notice: Notice) -> dict[str, Any]:
    """``text`` is what shows in a notification; ``block_id`` lets a receiver tell a repeat."""
    title, text = (part.translate(_ESCAPES) for part in (" ".join(notice.title.split()), notice.text))
    section = {"type": "mrkdwn", "text": f"*<{notice.link}|{title}>*\n{text}"}
    return {"text": title, "blocks": [{"type": "section", "block_id": str(notice.uid), "text": section}]}


def _id_of(notices: Sequence[Notice]) -> str:
    """The same for the same notices on every try."""
    if len(notices) == 1:
        return str(notices[0].uid)
    return str(uuid5(NAMESPACE_URL, " ".join(str(one.uid) for one in notices)))


def _our_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
