"""Muon (Jordan et al. 2024): momentum whose update is orthogonalised by five Newton-Schulz steps. For matrices only."""

import torch
from torch import Tensor

from team import Member

COEFFICIENTS = (3.4445, -4.7750, 2.0315)


def orthogonal(gradient: Tensor, steps: int = 5) -> Tensor:
    """Returns, for a gradient [.., rows, columns], a matrix with the same singular vectors and singular values near one."""
    a, b, c = COEFFICIENTS
    x = gradient / (gradient.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    tall = x.shape[-2] > x.shape[-1]
    if tall:
        x = x.mT
    for _ in range(steps):
        square = x @ x.mT
        x = a * x + (b * square + c * square @ square) @ x
    return x.mT if tall else x


class Muon(torch.optim.Optimizer):
    """`precision` is the type of the Newton-Schulz steps. The members of a team divide the matrices among them."""

    def __init__(
        self, parameters, lr: float, momentum: float = 0.95, weight_decay: float = 0.01, *, precision: torch.dtype, member: Member
    ):
        super().__init__(parameters, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))
        self.precision, self.member = precision, member

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            updates = [self._momentum(parameter, group["momentum"]) for parameter in group["params"]]
            for number, update in enumerate(updates):
                own = number % self.member.size == self.member.number
                update.copy_(orthogonal(update.to(self.precision))) if own else update.zero_()
            self.member.add_up(updates)
            for parameter, update in zip(group["params"], updates, strict=True):
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                ratio = max(1.0, parameter.shape[0] / parameter.shape[1]) ** 0.5
                parameter.add_(update, alpha=-group["lr"] * ratio)

    def _momentum(self, parameter: Tensor, momentum: float) -> Tensor:
        """Returns Nesterov's momentum: the gradient, interpolated towards the running mean that already includes it."""
        state = self.state[parameter]
        if "momentum" not in state:
            state["momentum"] = torch.zeros_like(parameter)
        state["momentum"].lerp_(parameter.grad, 1 - momentum)
        return parameter.grad.lerp(state["momentum"], momentum)
