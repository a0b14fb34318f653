"""Users without a browser: each opens a session as a page does, and asks for another filter when told to.

They speak the protocol of a browser over a websocket and read every message until the script has finished, but draw
nothing: twenty browsers on the same two cores would measure themselves.
"""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect


async def click_at_once(port: int, before: str, queries: Sequence[str]) -> tuple[list[float], int]:
    """Open Flips at `before` once for each query, then ask for all the queries at once.

    Returns the seconds until each was answered in full, and how many of the answers had an error in them.
    """
    streams = [connect(f"ws://127.0.0.1:{port}/_stcore/stream", max_size=None) for _ in queries]
    connections = [await stream for stream in streams]
    try:
        for connection in connections:
            await _ask(connection, before)
        answers = await asyncio.gather(*map(_ask, connections, queries))
    finally:
        for connection in connections:
            await connection.close()
    return [seconds for seconds, _ in answers], sum(failed for _, failed in answers)


async def _ask(connection: ClientConnection, query: str) -> tuple[float, bool]:
    started, failed = time.perf_counter(), False
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = "flips"
    await connection.send(message.SerializeToString())
    while True:
        answer: Any = ForwardMsg()
        answer.ParseFromString(await connection.recv())
        kind = answer.WhichOneof("type")
        failed = failed or (kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception")
        if kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return time.perf_counter() - started, failed
