"""Formats: what a request may bring, and in which form it is answered."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.utils.mediatypes import _MediaType

from governance.api.problems import Problem
from policies.limits import LIMITS

JSON, SARIF, JUNIT = "application/json", "application/sarif+json", "application/xml"
YAML = ("application/yaml", "application/x-yaml", "text/yaml")


class ManifestParser(BaseParser):
    """Hands on the bytes as they came: the strict loader of ``policies`` reads them, YAML and JSON alike."""

    media_type = JSON

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Read no more than the limit. Raises ``Problem`` beyond it, ``UnsupportedMediaType``."""
        request = (parser_context or {})["request"]
        charset = _MediaType(media_type or "").params.get("charset", "utf-8")
        if charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
            raise UnsupportedMediaType(str(media_type), "Send UTF-8.")
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise UnsupportedMediaType(str(media_type), "Send the text uncompressed.")
        text: bytes = stream.read(LIMITS.text_bytes + 1)
        if len(text) > LIMITS.text_bytes:
            limit = LIMITS.text_bytes // 1024
            raise Problem("too-large", f"The text is larger than the limit of {limit} kB. Split it.")
        return text


class YamlParser(ManifestParser):
    media_type = YAML[0]


class XYamlParser(ManifestParser):
    media_type = YAML[1]


class TextYamlParser(ManifestParser):
    media_type = YAML[2]


MANIFEST_PARSERS = (ManifestParser, YamlParser, XYamlParser, TextYamlParser)


class SarifRenderer(BaseRenderer):
    """A report as its reporter wrote it, SARIF 2.1.0 here; a problem is JSON all the same."""

    media_type = SARIF
    format = "sarif"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return data.encode() if isinstance(data, str) else JSONRenderer().render(data)


class JunitRenderer(SarifRenderer):
    """JUnit XML."""

    media_type = JUNIT
    format = "junit"
