"""How the time of a forward pass splits by kind of layer, at the same borders and under the same names as Luciole's LayerClock."""
from contextlib import contextmanager
from time import perf_counter

import torch
from torch import nn

from networks import Attention

KINDS = {
    nn.Conv2d: "Convolution",
    nn.ConvTranspose2d: "TransposedConvolution",
    nn.Linear: "Linear",
    Attention: "Attention",
    nn.LayerNorm: "NormalizationAndActivation",
    nn.BatchNorm2d: "NormalizationAndActivation",
    nn.ReLU: "NormalizationAndActivation",
    nn.GELU: "NormalizationAndActivation",
}


class LayerClock:
    """Time inside an inner layer counts for that one alone, so that the kinds add up to the whole."""

    def __init__(self, model):
        self.open = False
        for module in model.modules():
            if type(module) in KINDS:
                kind = KINDS[type(module)]
                module.register_forward_pre_hook(lambda *_, kind=kind: self.enter(kind))
                module.register_forward_hook(lambda *_: self.leave())
        cat = torch.cat

        def timed_cat(*arguments, **options):
            self.enter("Concatenation")
            joined = cat(*arguments, **options)
            self.leave()
            return joined

        torch.cat = timed_cat

    @contextmanager
    def measure(self):
        self.split, self.stack, self.since, self.open = {}, ["Other"], perf_counter(), True
        yield self.split
        self.book()
        self.open = False

    def enter(self, kind):
        if self.open:
            self.book()
            self.stack.append(kind)

    def leave(self):
        if self.open:
            self.book()
            self.stack.pop()

    def book(self):
        now = perf_counter()
        self.split[self.stack[-1]] = self.split.get(self.stack[-1], 0.0) + now - self.since
        self.since = now
