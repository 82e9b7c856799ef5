"""A notebook in a real Jupyter kernel, behind the same walls as everything else.

The worker splits in two before the first byte of a student runs. The child becomes the kernel:
ipykernel on sockets in a private folder. The parent drives it with nbclient, because nbclient reads
what a student's code sends and caps nothing, so it has to be inside, too. After the last cell the
kernel leaves its event loop and answers the judge with what the cells have defined.

pair          the two processes and what becomes of them
app           the kernel's side
stream        its standard output: to the notebook and to the judge
drive         the parent's side: cell by cell, with limits of time
client        nbclient, bounded
provisioner   how jupyter_client takes over a kernel that was forked
shown         what the cells showed, capped, for somebody to look at
"""
