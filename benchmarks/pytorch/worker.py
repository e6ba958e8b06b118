"""Does the work that Luciole's benchmark orders, in plain PyTorch. One request a line on stdin, one JSON object a line on stdout.

order JSON   prepares work, with threads, weights and images; answers version, threads, and a checksum of the tensors' names and shapes
go           does the work once; answers seconds, the loss of a training step, and how the time splits
save FILE    writes what the work computed last, float32
memory       answers the largest resident size of this process so far, in bytes, and a GPU's tensors and allocator at their highest

Where the device's memory does not suffice the answer is {"out_of_memory": true}, and the order is gone.
"""
import hashlib
import json
import sys
from time import perf_counter

import torch
from torch.nn import functional as F

from device_work import DevicePrediction, DeviceTraining
from layer_clock import LayerClock
from networks import MaskedAutoencoder, Unetr
from pattern import fill, pattern

INPUT, TARGET, WEIGHT, BIAS, GRADIENT = 1001, 1002, 1003, 1004, 1005


def images(salt, *shape):
    tensor = torch.empty(shape)
    pattern(tensor, salt, 3.4641016151377544)
    return tensor


def checksum(model):
    names = "".join(f"{name} {','.join(map(str, t.shape))}\n" for name, t in model.state_dict().items())
    return hashlib.sha256(names.encode()).hexdigest()


def create(n):
    if n["architecture"] == "unetr":
        return Unetr(n["image_size"], n["token_size"], n["embed_dim"], n["layers"], n["heads"], n["filters"], n["kernel_size"])
    return MaskedAutoencoder(
        n["image_size"], n["token_size"], n["embed_dim"], n["layers"], n["heads"],
        n["decoder_embed_dim"], n["decoder_layers"], n["decoder_heads"], n["decoder_hidden_dim"])


class NetworkWork:
    def __init__(self, order):
        network = order["network"]
        self.model = create(network)
        fill(self.model)
        self.clock = LayerClock(self.model)
        self.is_unetr = network["architecture"] == "unetr"
        self.input = images(INPUT, order["batch"], 1, network["image_size"], network["image_size"])
        self.names = checksum(self.model)


class Prediction(NetworkWork):
    def __init__(self, order):
        super().__init__(order)
        self.model.eval()

    def go(self):
        self.output = None
        start = perf_counter()
        with torch.no_grad(), self.clock.measure() as split:
            self.output = self.model(self.input)
        seconds = perf_counter() - start
        if not self.is_unetr:
            self.output = self.output[1]
        return {"seconds": seconds, "split": split}


class Training(NetworkWork):
    def __init__(self, order):
        super().__init__(order)
        self.model.train()
        self.target = images(TARGET, *self.input.shape)
        trainable = [p for p in self.model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(trainable, lr=1e-4, weight_decay=0.01)
        self.output = torch.zeros(1)

    def go(self):
        start = perf_counter()
        self.optimizer.zero_grad(set_to_none=True)
        with self.clock.measure() as split:
            output = self.model(self.input)
            loss = F.mse_loss(output, self.target) if self.is_unetr else output[0]
        del output
        forward = perf_counter()
        loss.backward()
        backward = perf_counter()
        self.optimizer.step()
        end = perf_counter()
        split.update(Backward=backward - forward, Optimizer=end - backward)
        return {"seconds": end - start, "loss": loss.item(), "split": split}


class Convolution:
    names = ""

    def __init__(self, order):
        c = order["convolution"]
        kernel, self.backward = c["kernel"], order["work"] == "ConvolutionBackward"
        self.padding = kernel // 2
        self.input = images(INPUT, order["batch"], c["inputs"], c["size"], c["size"]).requires_grad_(self.backward)
        self.weight = images(WEIGHT, c["outputs"], c["inputs"], kernel, kernel).requires_grad_(self.backward)
        self.bias = images(BIAS, c["outputs"]).requires_grad_(self.backward)
        self.gradient = images(GRADIENT, order["batch"], c["outputs"], c["size"], c["size"]) if self.backward else None

    def go(self):
        self.output = None
        self.input.grad = self.weight.grad = self.bias.grad = None
        with torch.set_grad_enabled(self.backward):
            start = perf_counter()
            output = F.conv2d(self.input, self.weight, self.bias, padding=self.padding)
            if self.backward:
                start = perf_counter()
                output.backward(self.gradient)
            seconds = perf_counter() - start
        self.output = self.weight.grad if self.backward else output
        return {"seconds": seconds, "split": {}}


WORKS = {
    "Prediction": Prediction,
    "Training": Training,
    "Convolution": Convolution,
    "ConvolutionBackward": Convolution,
    "DevicePrediction": lambda order: DevicePrediction(order, create, checksum),
    "DeviceTraining": lambda order: DeviceTraining(order, create, checksum),
}


def peak_memory():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def answer_to(request, argument, work):
    """The work from now on, and the answer."""
    if request == "order":
        work, order = None, json.loads(argument)
        torch.set_num_threads(order["threads"])
        work = WORKS[order["work"]](order)
        ready = {"version": torch.__version__, "threads": torch.get_num_threads(), "names": work.names}
        return work, {**ready, "left_out": getattr(work, "left_out", [])}
    if request == "go":
        return work, work.go()
    if request == "save":
        with open(argument, "wb") as file:
            file.write(memoryview(work.output.detach().contiguous().numpy()).cast("B"))
        return work, {}
    if request == "memory":
        return work, {"bytes": peak_memory(), **(work.memory() if hasattr(work, "memory") else {})}
    raise SystemExit(f"unknown request {request}")


def is_out_of_memory(error):
    return "out of memory" in str(error) or "not enough memory" in str(error)


def main():
    work = None
    for line in sys.stdin:
        request, _, argument = line.strip().partition(" ")
        try:
            work, answer = answer_to(request, argument, work)
        except RuntimeError as error:
            if not is_out_of_memory(error):
                raise
            work, answer = None, {"out_of_memory": True}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
