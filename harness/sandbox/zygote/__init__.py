"""The judge's side of the zygote: where it can live, how it is started, and its sandboxes."""
