"""What the widget is told of its conversation: every message once and in order, what was erased, and who writes."""

from __future__ import annotations

from uuid import UUID

from channels.ports import ChannelPorts
from channels.web.schemas import WebMessage, frame
from conversations import service
from conversations.realtime import conversation_room
from conversations.realtime.connection import Connection
from conversations.realtime.events import Event
from conversations.realtime.subscription import Subscription, Typing
from conversations.realtime.viewing import Viewer
from conversations.schemas import MessageView
from conversations.team.names import Names


class Teller:
    """Knows how far its socket has been told."""

    def __init__(
        self, connection: Connection, ports: ChannelPorts, conversation_id: UUID, offset: int
    ) -> None:
        self._connection, self._ports, self._conversation_id = connection, ports, conversation_id
        self._offset, self._erased_to = offset, 0
        self._bot_types = self._agent_types = self._typing = False

    async def tell(self) -> None:
        """What the log has already, then everything that comes; TooSlow, Closing, TimeoutError."""
        hub = self._ports.hub
        with hub.subscribe(Viewer.traveller(self._conversation_id)) as subscription:
            hub.enter(subscription, [conversation_room(self._conversation_id)])
            await self._catch_up()
            while True:
                await self._tell_next(subscription)

    async def _tell_next(self, subscription: Subscription) -> None:
        told = await subscription.take(self._ports.heartbeat)
        if told is None:
            await self._send("ping")
        elif isinstance(told, Typing):
            self._agent_types = told.on
            await self._show_typing()
        elif isinstance(told, Event):
            await self._tell_event(told)

    async def _tell_event(self, event: Event) -> None:
        if event.talk is None:
            return
        await self._erase(event.talk.erased_to)
        if event.kind == "message.stored" and event.message is not None:
            if event.message.offset > self._offset + 1:
                await self._catch_up()
            elif event.message.offset == self._offset + 1:
                await self._show(event.message, event.names)
        self._bot_types = event.talk.typing
        await self._show_typing()

    async def _catch_up(self) -> None:
        while True:
            async with self._ports.sessions() as session:
                page = await service.read_log(
                    session, conversation_id=self._conversation_id, after=self._offset
                )
            await self._erase(page.erased_to)
            for message in page.messages:
                await self._show(message, page.names)
            self._bot_types = page.typing
            await self._show_typing()
            if len(page.messages) < service.PAGE:
                return

    async def _show(self, message: MessageView, names: Names) -> None:
        await self._send("message", message=WebMessage.of(message, names).model_dump(mode="json"))
        self._offset = message.offset

    async def _erase(self, up_to: int) -> None:
        if up_to > self._erased_to:
            self._erased_to = up_to
            await self._send("erased", offset=up_to)

    async def _show_typing(self) -> None:
        typing = self._bot_types or self._agent_types
        if typing != self._typing:
            self._typing = typing
            await self._send("typing", on=typing)

    async def _send(self, kind: str, **values: object) -> None:
        await self._connection.send(frame(kind, **values))
