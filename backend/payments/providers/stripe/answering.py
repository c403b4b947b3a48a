"""How Stripe takes requests: bracketed forms, idempotency keys, expanded fields, pages of lists."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.payments.providers.emulating import Troubles, bears
from backend.payments.providers.stripe.emulated import Json, Ledger, Refused


def nested(pairs: Iterable[tuple[str, str]]) -> Json:
    """`a[b][0]=c` as {"a": {"b": ["c"]}}."""
    tree: Json = {}
    for name, value in pairs:
        keys = name.replace("]", "").split("[")
        node = tree
        for key in keys[:-1]:
            node = node.setdefault(key, {})
        node[keys[-1] or str(len(node))] = value
    return {name: _with_lists(value) for name, value in tree.items()}


def _with_lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if node and all(key.isdigit() for key in node):
        return [_with_lists(node[key]) for key in sorted(node, key=int)]
    return {key: _with_lists(value) for key, value in node.items()}


class Keys:
    """What was answered under each idempotency key, which goes with the same words only."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, bytes, int]] = {}

    def once(self, key: str | None, asked: Mapping[str, Any], act: Callable[[], Json]) -> Response:
        """The answer of ``act``, or what was answered before."""
        words = json.dumps(asked, sort_keys=True)
        if key is not None and key in self._known:
            before, body, status = self._known[key]
            if before != words:
                raise Refused(
                    400,
                    "idempotency_key_in_use",
                    "Keys for idempotent requests can only be used with the same parameters they were first used with.",
                    "idempotency_error",
                )
            replayed = {"Idempotent-Replayed": "true"}
            return Response(body, status_code=status, headers=replayed, media_type="application/json")
        answer = JSONResponse(act())
        if key is not None:
            self._known[key] = (words, bytes(answer.body), answer.status_code)
        return answer

    def forget(self) -> None:
        """As if a day had passed."""
        self._known.clear()


class Answering:
    """Answers whoever shows the account's secret key."""

    def __init__(self, secret_key: str, ledger: Ledger, keys: Keys, troubles: Troubles) -> None:
        self._secret_key, self._ledger, self._keys, self._troubles = secret_key, ledger, keys, troubles

    async def post(self, request: Request, act: Callable[[Json], Json]) -> Response:
        """What ``act`` makes of the words of a form."""
        asked = nested(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        key = request.headers.get("idempotency-key")
        words = {"path": request.url.path, **asked}
        return await self._answer(
            request, lambda: self._keys.once(key, words, lambda: shown(self._ledger, act(asked)))
        )

    async def get(self, request: Request, find: Callable[[Json], Json], whole: bool = False) -> Response:
        """What ``find`` finds, expanded as asked unless it is ``whole`` already."""
        asked = nested(request.query_params.multi_items())
        expand = [] if whole else asked.get("expand", [])
        return await self._answer(request, lambda: JSONResponse(shown(self._ledger, find(asked), expand)))

    def lister(self, objects: Mapping[str, Json]) -> Callable[[Request], Awaitable[Response]]:
        """A route that lists these, page by page."""

        async def listed(request: Request) -> Response:
            def find(asked: Json) -> Json:
                expand = [path.removeprefix("data.") for path in asked.get("expand", [])]
                page = paged(list(objects.values()), asked)
                return page | {"data": [shown(self._ledger, one, expand) for one in page["data"]]}

            return await self.get(request, find, whole=True)

        return listed

    async def _answer(self, request: Request, act: Callable[[], Response]) -> Response:
        def checked() -> Response:
            if not bears(request, self._secret_key):
                raise Refused(401, "api_key_invalid", "Invalid API Key provided")
            return act()

        return await self._troubles.answer(checked)


def shown(ledger: Ledger, found: Json, expand: Sequence[str] = ()) -> Json:
    """An object as the API answers it, with the fields that were asked for in whole."""
    answer = {name: value for name, value in found.items() if not name.startswith("_")}
    heads = {path.partition(".")[0] for path in expand}
    for head in heads:
        below = [path.partition(".")[2] for path in expand if path.startswith(f"{head}.")]
        if head == "refunds":
            answer["refunds"] = paged(list(ledger.refunds.values()), {"charge": found["id"]})
        elif isinstance(answer.get(head), str):
            answer[head] = shown(ledger, _found(ledger, answer[head]), below)
    return answer


def paged(found: Sequence[Json], asked: Mapping[str, Any]) -> Json:
    """A page of a list, newest first."""
    created = asked.get("created", {})
    kept = [
        one
        for one in reversed(found)
        if int(created.get("gte", 0)) <= one["created"] < int(created.get("lt", 1 << 60))
        and all(one.get(name) == asked[name] for name in ("charge", "payment_intent") if name in asked)
    ]
    if after := asked.get("starting_after"):
        kept = kept[[one["id"] for one in kept].index(after) + 1 :]
    most = int(asked.get("limit", 10))
    return {"object": "list", "data": kept[:most], "has_more": len(kept) > most}


def _found(ledger: Ledger, reference: str) -> Json:
    for objects in (ledger.intents, ledger.charges, ledger.balance):
        if reference in objects:
            return objects[reference]
    return {"id": reference}
