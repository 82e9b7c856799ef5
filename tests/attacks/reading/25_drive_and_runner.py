"""Print the source of all that runs around the submission: there may be answers in it.

honest: 0
expect: missing.name
limits: output_kib=2000
"""

import gc
import inspect
import sys
import types


for module in [found for found in gc.get_objects() if isinstance(found, types.ModuleType)]:
    if module.__name__ == "drive" or module.__name__.startswith("__harness__"):
        print(module.__name__, sorted(vars(module)))
        try:
            print(inspect.getsource(module)[:3000])
        except (OSError, TypeError) as error:
            print(error)
