"""Take all memory at once while the file is loaded.

honest: 0
expect: load.stopped
limits: memory_mib=256
"""

hoard = bytearray(10**11)
