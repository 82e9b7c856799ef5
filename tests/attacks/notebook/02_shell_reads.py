"""Let a cell's shell read what Python may not.

honest: 0
expect: missing.name
needs: files
bare: breach
made: cells
"""

# %%
import targets
path = targets.HOME

# %%
!cat {path}

# %%
%%bash -s "$path"
cat "$1"
