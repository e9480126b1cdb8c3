"""A Qwen3 decoder in plain PyTorch. It takes masks and positions, so that several requests can share one tool list.

Parameter names are Hugging Face's, so that `state_dict` is the checkpoint. Shapes: B rows, T tokens, C channels,
H heads (and as many key/value heads), D channels of a head, F feed-forward channels, V vocabulary, M selected positions.
"""

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

EPSILON = 1e-6


@dataclass(frozen=True)
class ModelConfig:
    vocabulary: int
    channels: int = 256
    layers: int = 4
    heads: int = 4
    head_channels: int = 64
    feed_forward: int = 672
    rope_theta: float = 1e6

    def to_dict(self) -> dict:
        return asdict(self)


class RmsNorm(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, (x.shape[-1],), self.weight.to(x.dtype), EPSILON)


class Attention(nn.Module):
    def __init__(self, config: ModelConfig):
        super().__init__()
        self.heads, self.head_channels = config.heads, config.head_channels
        inner = config.heads * config.head_channels
        self.q_proj = nn.Linear(config.channels, inner, bias=False)
        self.k_proj = nn.Linear(config.channels, inner, bias=False)
        self.v_proj = nn.Linear(config.channels, inner, bias=False)
        self.o_proj = nn.Linear(inner, config.channels, bias=False)
        self.q_norm = RmsNorm(config.head_channels)
        self.k_norm = RmsNorm(config.head_channels)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor, mask: Tensor, wanted: Tensor | None = None) -> Tensor:
        """x [B, T, C]; cosine and sine [B, 1, T, D]; mask [B, 1, T, T], 0 or -inf, is added to the scores.

        `wanted` [B, T] selects M positions: the output is then [M, C], else [B, T, C].
        """
        rows, length, _ = x.shape
        shape = (rows, length, self.heads, self.head_channels)
        query = rotate(self.q_norm(self.q_proj(x).view(shape)).transpose(1, 2), cosine, sine)
        key = rotate(self.k_norm(self.k_proj(x).view(shape)).transpose(1, 2), cosine, sine)
        value = self.v_proj(x).view(shape).transpose(1, 2)
        seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2).reshape(rows, length, -1)
        return self.o_proj(seen if wanted is None else seen[wanted])


class FeedForward(nn.Module):
    def __init__(self, config: ModelConfig):
        super().__init__()
        self.gate_proj = nn.Linear(config.channels, config.feed_forward, bias=False)
        self.up_proj = nn.Linear(config.channels, config.feed_forward, bias=False)
        self.down_proj = nn.Linear(config.feed_forward, config.channels, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, config: ModelConfig):
        super().__init__()
        self.self_attn = Attention(config)
        self.mlp = FeedForward(config)
        self.input_layernorm = RmsNorm(config.channels)
        self.post_attention_layernorm = RmsNorm(config.channels)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor, mask: Tensor, wanted: Tensor | None = None) -> Tensor:
        seen = self.self_attn(self.input_layernorm(x), cosine, sine, mask, wanted)
        x = (x if wanted is None else x[wanted]) + seen
        return x + self.mlp(self.post_attention_layernorm(x))


class Decoder(nn.Module):
    def __init__(self, config: ModelConfig):
        super().__init__()
        self.embed_tokens = nn.Embedding(config.vocabulary, config.channels)
        self.layers = nn.ModuleList([Layer(config) for _ in range(config.layers)])
        self.norm = RmsNorm(config.channels)


class Model(nn.Module):
    """The decoder with its tied language-model head."""

    def __init__(self, config: ModelConfig, seed: int = 0):
        super().__init__()
        self.config = config
        self.model = Decoder(config)
        self.frequencies = config.rope_theta ** (-torch.arange(0, config.head_channels, 2).float() / config.head_channels)
        generator = torch.Generator().manual_seed(seed)
        for name, parameter in self.named_parameters():
            if parameter.ndim == 2:
                nn.init.normal_(parameter, 0, _deviation(name, parameter, config), generator=generator)

    def hidden(
        self, ids: Tensor, positions: Tensor | None = None, mask: Tensor | None = None, wanted: Tensor | None = None
    ) -> Tensor:
        """ids, positions [B, T] (default 0, 1, …), mask [B, 1, T, T] (default causal) → normed hidden states [B, T, C].

        `wanted` [B, T] selects M positions: the result is then [M, C], and the last layer computes only these. With a third
        of the tokens trained, that saves an eighth of the work.
        """
        x = self.model.embed_tokens(ids)
        if torch.is_autocast_enabled("cpu"):
            x = x.bfloat16()
        if positions is None:
            positions = torch.arange(ids.shape[1])[None].expand(ids.shape)
        if mask is None:
            mask = torch.full((1, 1, ids.shape[1], ids.shape[1]), float("-inf")).triu(1)
        angles = positions[..., None].float() * self.frequencies
        angles = torch.cat((angles, angles), -1)[:, None]
        cosine, sine = angles.cos().to(x.dtype), angles.sin().to(x.dtype)
        mask = mask.to(x.dtype)
        *layers, last = self.model.layers
        for layer in layers:
            x = layer(x, cosine, sine, mask)
        x = last(x, cosine, sine, mask, wanted)
        return self.model.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        """Maps hidden [..., C] to logits [..., V]."""
        return hidden @ self.model.embed_tokens.weight.to(hidden.dtype).t()


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Applies rotary positions as Qwen does: the second half of the channels is the imaginary part of the first."""
    first, second = x.chunk(2, -1)
    return x * cosine + torch.cat((-second, first), -1) * sine


def _deviation(name: str, parameter: Tensor, config: ModelConfig) -> float:
    if "embed_tokens" in name:
        return 0.02
    deviation = 0.8 * parameter.shape[1] ** -0.5
    return deviation * (2 * config.layers) ** -0.5 if name.endswith(("o_proj.weight", "down_proj.weight")) else deviation
