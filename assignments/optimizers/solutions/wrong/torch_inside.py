# fails SGD, Adam, AdaGrad: forbidden
import torch


class _Torch:
    def __init__(self, parameters, lr, make):
        self.lr = lr
        self.tensors = [torch.nn.Parameter(torch.from_numpy(p)) for p in parameters]
        self.optimizer = make(self.tensors)

    def step(self, gradients):
        self.optimizer.param_groups[0]["lr"] = self.lr
        for tensor, g in zip(self.tensors, gradients):
            tensor.grad = torch.tensor(g)
        self.optimizer.step()


def SGD(parameters, lr, momentum=0.0):
    return _Torch(parameters, lr, lambda ts: torch.optim.SGD(ts, lr=lr, momentum=momentum))


def Adam(parameters, lr, betas=(0.9, 0.999), eps=1e-8):
    return _Torch(parameters, lr, lambda ts: torch.optim.Adam(ts, lr=lr, betas=betas, eps=eps))


def AdaGrad(parameters, lr, eps=1e-10):
    return _Torch(parameters, lr, lambda ts: torch.optim.Adagrad(ts, lr=lr, eps=eps))
