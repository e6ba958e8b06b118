"""Numbers that look random and that Luciole computes too, bit by bit: the same weights and images without a file."""
import math

import torch

CHUNK = 1 << 18


def pattern(tensor, salt, scale, offset=0.0):
    """Fills a contiguous float tensor with offset + scale * u, u from [-0.5, 0.5): a hash of the element's index and the salt."""
    flat = tensor.detach().view(-1)
    for start in range(0, flat.numel(), CHUNK):
        x = torch.arange(start, min(start + CHUNK, flat.numel()), dtype=torch.int64)
        x = (x + salt * 0x9E3779B9) & 0xFFFFFFFF
        x = ((x ^ (x >> 16)) * 0x7FEB352D) & 0xFFFFFFFF
        x = ((x ^ (x >> 15)) * 0x846CA68B) & 0xFFFFFFFF
        x = x ^ (x >> 16)
        flat[start : start + x.numel()] = offset + (x.double() / 4294967296.0 - 0.5) * scale


def fill(model):
    """Every parameter and buffer: matrices keep variance, normalisations get statistics that a mistake would not leave unnoticed."""
    for salt, (name, tensor) in enumerate(model.state_dict().items()):
        if not tensor.is_floating_point():
            continue
        if tensor.dim() > 1:
            pattern(tensor, salt, 2 * math.sqrt(3 * tensor.shape[0] / tensor.numel()))
        elif name.endswith(("weight", "running_var")):
            pattern(tensor, salt, 0.5, 1.0)
        else:
            pattern(tensor, salt, 0.2)
