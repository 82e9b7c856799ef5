"""Wait in a cell for something that never comes.

honest: 0
expect: load.stopped
made: cells
limits: seconds=0.3
"""

# %%
import asyncio
await asyncio.sleep(10**6)
