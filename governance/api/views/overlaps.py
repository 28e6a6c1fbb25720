"""Who already has this: of what is registered, and of what is not."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api import overlap_docs as docs
from governance.api.bodies import read_body
from governance.api.manifests import read_manifests
from governance.api.negotiation import MANIFEST_PARSERS, ManifestParser
from governance.api.problems import Problem
from governance.api.serializers import overlaps as shapes
from governance.api.serializers.acts import NothingSerializer
from governance.api.views.base import View
from governance.models import OverlapDecision
from governance.reports.near import Neighbourhood, near_entry, near_manifest
from governance.services.overlaps import decide_overlap, withdraw_overlap_decision
from registry.models import Entry, Scope
from registry.services.entries import normalise


class _Near(View):
    serializer_class = shapes.OverlapsSerializer

    def answer(self, kind: str, key: str, found: Neighbourhood) -> Response:
        said = {
            "kind": kind,
            "key": key,
            "is_complete": found.is_complete,
            "overlaps": found.near,
            "out_of_sight": found.out_of_sight,
        }
        return Response(self.get_serializer(said).data)


@docs.entry_overlaps
class EntryOverlaps(_Near):
    def get(self, request: Request, kind: str, key: str) -> Response:
        self.query()
        entry = get_object_or_404(Entry.objects.visible_to(self.person), kind=kind, key=key)
        return self.answer(kind, key, near_entry(self.person, entry))


@docs.manifest_overlaps
class ManifestOverlaps(_Near):
    required_scope = Scope.CHECK
    parser_classes = MANIFEST_PARSERS

    def post(self, request: Request) -> Response:
        self.query()
        manifests = read_manifests(request)
        if len(manifests) != 1:
            raise Problem("invalid-manifest", "Send one manifest: what looks like it is what you ask.")
        said = normalise(manifests[0].document)
        return self.answer(said["kind"], said["key"], near_manifest(self.person, said))


class _OfPair(View):
    required_scope = Scope.WRITE
    parser_classes = (ManifestParser,)
    serializer_class = shapes.OverlapDecidedSerializer

    def pair(self, kind: str, key: str, other: str) -> tuple[Entry, Entry]:
        """Both entries; one that can't be seen is answered like one that isn't there."""
        visible = Entry.objects.visible_to(self.person).filter(kind=kind)
        return get_object_or_404(visible, key=key), get_object_or_404(visible, key=other)

    def answer(self, decision: OverlapDecision) -> Response:
        row = OverlapDecision.objects.with_people().get(pk=decision.pk)
        return Response(self.get_serializer(row).data)


@docs.overlap_decision
class EntryOverlapDecision(_OfPair):
    def post(self, request: Request, **address: str) -> Response:
        self.query()
        entry, other = self.pair(**address)
        said: dict[str, Any] = read_body(request, shapes.OverlapAnswerSerializer)
        return self.answer(decide_overlap(entry, other, by=self.person, **said))


@docs.overlap_withdrawal
class EntryOverlapWithdrawal(_OfPair):
    def post(self, request: Request, **address: str) -> Response:
        self.query()
        pair = self.pair(**address)
        read_body(request, NothingSerializer)
        decision = get_object_or_404(OverlapDecision.objects.standing().on(*pair).with_people())
        return self.answer(withdraw_overlap_decision(decision, by=self.person))
