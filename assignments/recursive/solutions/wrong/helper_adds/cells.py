import torch


def join(combine, left, right):
    """Two children into their parent."""
    return torch.tanh(combine(torch.cat([left, right], dim=-1))) + left
