"""What several processes on several machines know together; pure asyncio and Redis.

`Memory` is the same thing inside one process, for a single machine without Redis.
"""

from .interface import Shared, SharedAway
from .memory import Memory
from .redis_shared import RedisShared

__all__ = ["Memory", "RedisShared", "Shared", "SharedAway"]
