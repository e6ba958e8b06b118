"""The networks that Luciole is measured against, in plain PyTorch: the ordinary way to write them, nothing tuned."""
import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        n, length, width = x.shape
        q, k, v = self.qkv(x).reshape(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        weights = ((q * (width // self.heads) ** -0.5) @ k.transpose(-2, -1)).softmax(dim=-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(n, length, width))


class Mlp(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.fc1 = nn.Linear(width, hidden)
        self.act = nn.GELU()
        self.fc2 = nn.Linear(hidden, width)

    def forward(self, x):
        return self.fc2(self.act(self.fc1(x)))


class Block(nn.Module):
    def __init__(self, width, heads, hidden, epsilon):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, epsilon)
        self.attn = Attention(width, heads)
        self.norm2 = nn.LayerNorm(width, epsilon)
        self.mlp = Mlp(width, hidden)

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class PatchEmbedding(nn.Module):
    def __init__(self, token, width):
        super().__init__()
        self.proj = nn.Conv2d(1, width, token, stride=token)

    def forward(self, x):
        return self.proj(x).flatten(2).transpose(1, 2)


class ConvBlock(nn.Module):
    def __init__(self, inputs, outputs, kernel):
        super().__init__()
        self.block = nn.Sequential(nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2), nn.BatchNorm2d(outputs), nn.ReLU())

    def forward(self, x):
        return self.block(x)


class DoubleConvBlock(nn.Module):
    def __init__(self, inputs, outputs, kernel):
        super().__init__()
        self.block = nn.Sequential(ConvBlock(inputs, outputs, kernel), ConvBlock(outputs, outputs, kernel))

    def forward(self, x):
        return self.block(x)


def up(inputs, outputs):
    return nn.ConvTranspose2d(inputs, outputs, 2, stride=2, bias=False)


class Unetr(nn.Module):
    def __init__(self, size, token, width, layers, heads, filters, kernel, ratio=4, every=3, epsilon=1e-5):
        super().__init__()
        self.every, self.levels, self.grid = every, token.bit_length() - 1, size // token
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.pos_embed = nn.Parameter(torch.zeros(1, self.grid**2 + 1, width), requires_grad=False)
        self.patch_embed = PatchEmbedding(token, width)
        self.blocks = nn.ModuleList(Block(width, heads, int(width * ratio), epsilon) for _ in range(layers))
        self.norm = nn.LayerNorm(width, epsilon)
        channels = [filters << level for level in range(self.levels)]
        self.bottleneck = up(width, channels[-1])
        self.mid_blue_block, self.two_yellow_layers, self.up_green_layers = nn.ModuleList(), nn.ModuleList(), nn.ModuleList()
        for level in range(self.levels - 1, 0, -1):
            here, steps = channels[level], nn.ModuleList()
            for i in range(self.levels - level):
                steps.append(up(width if i == 0 else here, here))
                steps.append(ConvBlock(here, here, kernel))
            self.mid_blue_block.append(steps)
            self.two_yellow_layers.append(DoubleConvBlock(2 * here, here, kernel))
            self.up_green_layers.append(up(here, channels[level - 1]))
        self.two_yellow_layers.append(DoubleConvBlock(1, filters, kernel))
        self.two_yellow_layers.append(DoubleConvBlock(2 * filters, filters, kernel))
        self.last_block = nn.Conv2d(filters, 1, 1)

    def to_map(self, tokens):
        return tokens[:, 1:].transpose(1, 2).reshape(tokens.shape[0], -1, self.grid, self.grid)

    def forward(self, image):
        x = self.patch_embed(image)
        x = torch.cat([self.cls_token.expand(x.shape[0], -1, -1), x], dim=1) + self.pos_embed
        taps = []
        for i, block in enumerate(self.blocks):
            x = block(x)
            if (i + 1) % self.every == 0 and len(taps) < self.levels - 1:
                taps.append(x)
        x = self.bottleneck(self.to_map(x))
        for steps, merge, rise in zip(self.mid_blue_block, self.two_yellow_layers, self.up_green_layers):
            skip = self.to_map(taps.pop())
            for step in steps:
                skip = step(skip)
            x = rise(merge(torch.cat([x, skip], dim=1)))
        skip = self.two_yellow_layers[self.levels - 1](image)
        return self.last_block(self.two_yellow_layers[self.levels](torch.cat([skip, x], dim=1)))


class MaskedAutoencoder(nn.Module):
    """Checkerboard masking, as BiaPy's template for the challenge has it. Gives the loss and the prediction of every token."""

    def __init__(self, size, token, width, layers, heads, decoder_width, decoder_layers, decoder_heads, decoder_hidden, ratio=4, epsilon=1e-6):
        super().__init__()
        self.token, self.grid = token, size // token
        tokens = self.grid**2
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.pos_embed = nn.Parameter(torch.zeros(1, tokens + 1, width), requires_grad=False)
        self.mask_token = nn.Parameter(torch.zeros(1, 1, decoder_width))
        self.decoder_pos_embed = nn.Parameter(torch.zeros(1, tokens + 1, decoder_width), requires_grad=False)
        self.patch_embed = PatchEmbedding(token, width)
        self.blocks = nn.ModuleList(Block(width, heads, int(width * ratio), epsilon) for _ in range(layers))
        self.norm = nn.LayerNorm(width, epsilon)
        self.decoder_embed = nn.Linear(width, decoder_width)
        self.decoder_blocks = nn.ModuleList(Block(decoder_width, decoder_heads, decoder_hidden, epsilon) for _ in range(decoder_layers))
        self.decoder_norm = nn.LayerNorm(decoder_width, epsilon)
        self.decoder_pred = nn.Linear(decoder_width, token * token)

    def forward(self, images):
        n = images.shape[0]
        rows = columns = torch.arange(self.grid, device=images.device)
        hidden = ((rows[:, None] + columns[None, :] + 1) % 2).flatten().expand(n, -1).float()
        order = torch.argsort(hidden, dim=1, stable=True)
        restore = torch.argsort(order, dim=1)
        keep = order[:, : self.grid**2 // 2]
        x = self.patch_embed(images) + self.pos_embed[:, 1:]
        x = torch.gather(x, 1, keep[..., None].expand(-1, -1, x.shape[2]))
        x = torch.cat([(self.cls_token + self.pos_embed[:, :1]).expand(n, -1, -1), x], dim=1)
        for block in self.blocks:
            x = block(x)
        x = self.decoder_embed(self.norm(x))
        masked = self.mask_token.expand(n, restore.shape[1] - keep.shape[1], -1)
        tokens = torch.cat([x[:, 1:], masked], dim=1)
        tokens = torch.gather(tokens, 1, restore[..., None].expand(-1, -1, x.shape[2]))
        x = torch.cat([x[:, :1], tokens], dim=1) + self.decoder_pos_embed
        for block in self.decoder_blocks:
            x = block(x)
        prediction = self.decoder_pred(self.decoder_norm(x))[:, 1:]
        g, t = self.grid, self.token
        target = images.reshape(n, 1, g, t, g, t).permute(0, 2, 4, 3, 5, 1).reshape(n, g * g, t * t)
        error = ((prediction - target) ** 2).mean(dim=-1)
        return (error * hidden).sum() / hidden.sum(), prediction
