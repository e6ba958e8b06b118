"""A training step and a prediction on a device, in the two styles that Luciole is measured against.

ordinary: as the reference trains: fp32, eager, AdamW, cuDNN chooses its algorithms by trying, the loss is read after every step; what else
          PyTorch does by itself (TF32 in convolutions, fused attention from 2.0 on) stays as it is
best:     bf16 autocast, channels-last, fused AdamW, TF32 where fp32 is left, torch.compile, the loss read once in a while

What a style wants and this PyTorch or machine has not, is left out and told in `left_out`.
"""
from contextlib import nullcontext
from time import perf_counter

import torch
from torch.nn import functional as F

import networks
from pattern import fill, pattern

INPUT, TARGET = 1001, 1002
HAS_FUSED_ATTENTION = hasattr(F, "scaled_dot_product_attention")


def fused_attention(self, x):
    n, length, width = x.shape
    q, k, v = self.qkv(x).reshape(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
    mixed = F.scaled_dot_product_attention(q, k, v)
    return self.proj(mixed.transpose(1, 2).reshape(n, length, width))


def reason(error):
    """The first line of what went wrong."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:200] if lines else ''}"


class DeviceWork:
    def __init__(self, order, create, checksum):
        self.device, self.steps, self.is_best = torch.device(order["device"]), order["steps"], order["style"] == "Best"
        self.left_out = []
        self.is_gpu = self.device.type == "cuda"
        if self.is_gpu:
            torch.cuda.set_device(self.device)
            torch.backends.cudnn.benchmark = True
            if self.is_best:
                torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
        if HAS_FUSED_ATTENTION:
            networks.Attention.forward = fused_attention
        else:
            self.left_out.append("scaled_dot_product_attention: not in this PyTorch")
        network = order["network"]
        self.is_unetr = network["architecture"] == "unetr"
        model = create(network)
        fill(model)
        self.names = checksum(model)
        self.model = model.to(self.device)
        if self.is_best:
            self.model = self.model.to(memory_format=torch.channels_last)
        shape = (order["batch"], 1, network["image_size"], network["image_size"])
        self.input = self.pinned(INPUT, shape)
        self.run, self.first = self.model, None

    def pinned(self, salt, shape):
        tensor = torch.empty(shape)
        pattern(tensor, salt, 3.4641016151377544)
        return tensor.pin_memory() if self.is_gpu else tensor

    def moved(self, tensor):
        tensor = tensor.to(self.device, non_blocking=True)
        return tensor.to(memory_format=torch.channels_last) if self.is_best else tensor

    def precision(self):
        return torch.autocast(self.device.type, dtype=torch.bfloat16) if self.is_best else nullcontext()

    def compile(self):
        """Compiles and runs once; where that fails, the network stays as it is."""
        if not self.is_best:
            return
        if not hasattr(torch, "compile"):
            self.left_out.append("torch.compile: not in this PyTorch")
            return
        try:
            self.run = torch.compile(self.model)
            self.step()
            self.wait()
        except Exception as error:  # Whatever a compiler may meet: its absence is told, not hidden.
            if "out of memory" in str(error):
                raise
            self.left_out.append(f"torch.compile: {reason(error)}")
            self.run = self.model

    def wait(self):
        if self.is_gpu:
            torch.cuda.synchronize(self.device)

    def go(self):
        self.wait()
        if self.is_gpu:
            torch.cuda.reset_peak_memory_stats(self.device)
        start = perf_counter()
        for _ in range(self.steps):
            self.step()
        self.finish()
        self.wait()
        return {"seconds": (perf_counter() - start) / self.steps, "split": {}, "loss": self.first}

    def finish(self):
        """What is read once after all steps."""

    def memory(self):
        """Tensors and allocator at their highest since the last go began: cuDNN's trials raise them at first."""
        if not self.is_gpu:
            return {}
        return {"allocated": torch.cuda.max_memory_allocated(self.device), "reserved": torch.cuda.max_memory_reserved(self.device)}


class DevicePrediction(DeviceWork):
    def __init__(self, order, create, checksum):
        super().__init__(order, create, checksum)
        self.model.eval()
        self.output = None
        self.compile()

    def step(self):
        with torch.no_grad(), self.precision():
            output = self.run(self.moved(self.input))
        self.output = (output if self.is_unetr else output[1]).float().cpu()


class DeviceTraining(DeviceWork):
    def __init__(self, order, create, checksum):
        super().__init__(order, create, checksum)
        self.model.train()
        self.target = self.pinned(TARGET, self.input.shape)
        self.optimizer = self.adamw([p for p in self.model.parameters() if p.requires_grad])
        self.output = torch.zeros(1)
        self.last = None
        self.compile()

    def adamw(self, parameters):
        options = {"lr": 1e-4, "weight_decay": 0.01}
        if self.is_best:
            try:
                return torch.optim.AdamW(parameters, fused=True, **options)
            except (RuntimeError, TypeError, ValueError) as error:
                self.left_out.append(f"fused AdamW: {reason(error)}")
        return torch.optim.AdamW(parameters, **options)

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        image, target = self.moved(self.input), self.moved(self.target) if self.is_unetr else None
        with self.precision():
            output = self.run(image)
            loss = F.mse_loss(output.float(), target) if self.is_unetr else output[0]
        del output
        if not self.is_best:
            loss.item()
        loss.backward()
        self.optimizer.step()
        self.last = loss.detach()
        if self.first is None:
            self.first = self.last.item()
        if not self.is_best:
            self.wait()

    def finish(self):
        self.last.item()
