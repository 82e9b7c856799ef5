"""Never finish loading.

honest: 0
expect: load.stopped
limits: seconds=0.25
"""

while True:
    pass
