"""On what machine the figures were made."""

from __future__ import annotations

import os
import platform
from datetime import date


def machine() -> dict[str, object]:
    """Cores, memory, load of the last minute, system and date; no host name."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 1e9, 1),
        "load_1m": round(os.getloadavg()[0], 1),
        "system": f"{platform.system()} {platform.machine()}",
        "date": date.today().isoformat(),
    }
