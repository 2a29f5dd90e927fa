"""A partner's SFTP server on loopback, in a thread of its own."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncssh

LOGIN, PASSWORD = "clerk", "sesame-4711"


@dataclass(frozen=True, kw_only=True)
class Partner:
    """Where it listens, what it shows, and the folder it serves."""

    port: int
    host_key: str
    folder: Path


class _Account(asyncssh.SSHServer):
    """Lets in who knows the password, or holds a key that is listed."""

    def __init__(self, clients: list[asyncssh.SSHServerConnection]) -> None:
        self._clients = clients

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._clients.append(conn)

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (LOGIN, PASSWORD)


class _Folder(asyncssh.SFTPServer):
    """Serves a folder as if it were the root; some files of it badly."""

    root: bytes
    over: asyncio.Event

    def __init__(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        super().__init__(chan, chroot=self.root)

    async def read(self, file_obj: object, offset: int, size: int) -> bytes:  # type: ignore[override]
        name = Path(os.fsdecode(getattr(file_obj, "name", "")))
        if name.name == "stalls.csv" and offset:
            await self.over.wait()
        if name.name == "grows.csv" and not offset:
            with name.open("ab") as file:
                file.write(b"more\n")
        return super().read(file_obj, offset, size)  # type: ignore[return-value,arg-type]


@contextmanager
def partner(folder: Path, *, authorized_key: str | None = None) -> Iterator[Partner]:
    """An SFTP server until the block ends."""
    over = asyncio.Event()
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    served = type("_Served", (_Folder,), {"root": os.fsencode(folder), "over": over})
    keys = folder.parent / "authorized_keys"
    keys.write_text(authorized_key or "")
    clients: list[asyncssh.SSHServerConnection] = []
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=lambda: _Account(clients),
            server_host_keys=[host_key],
            sftp_factory=served,
            authorized_client_keys=str(keys) if authorized_key else None,
        )

    async def stop(listening: asyncssh.SSHAcceptor) -> None:
        over.set()
        listening.close()
        for client in clients:
            client.abort()
            await client.wait_closed()
        await listening.wait_closed()

    listening = asyncio.run_coroutine_threadsafe(listen(), loop).result(timeout=20)
    try:
        yield Partner(
            port=listening.get_port(),
            host_key=host_key.export_public_key().decode().strip(),
            folder=folder,
        )
    finally:
        asyncio.run_coroutine_threadsafe(stop(listening), loop).result(timeout=20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=20)
        loop.close()
