"""All of ours that enters a sandbox. NumPy and the standard library; no answers, no model.

The folder is loaded under the name `__harness__` by the command line of a worker, so it stands on
nobody's import path. The judge imports `call` and `wire` from here as well, for its own side.
"""
