"""Initial weights by construction: the attention that picks a tool and copies values, set before training.

Without it, a model of this size copied nothing after a million tokens. With it, the untrained model copies random tokens
nearly always and names four of five tools. The residual stream (256 channels) is split:

    0          a constant
    1..127     the token itself, random, so that tokens are nearly orthogonal
    128..191   the tokens one and two positions back
    192..255   "my tool": the first token of the name of the tool whose schema a position belongs to

Layer 0  two heads look one and two positions back (the constant channel, turned by the rotary phases) and write that
         token's projection into "previous".
Layer 1  one head looks for the latest position that follows a schema's opening and writes its token into "my tool".
Layer 2  two induction heads go from the current and the previous token to the position after their earlier occurrence,
         and copy its token. One head matches a word of the request inside the schemas and fetches that position's "my
         tool" as a vote. One erases a token's own vote.
Layer 3  one head averages the votes of the last twenty tokens and writes the winner as a token.
"""

import math

import torch
from tokenizers import Tokenizer
from torch import Tensor

from corpus.rows import FOOTER
from model import Model
from tokenizer import SCHEMA_OPENING

CONSTANT = 0
TOKEN = slice(1, 128)
PREVIOUS = slice(128, 192)
MY_TOOL = slice(192, 256)
TOKEN_DEVIATION = 0.5
CONSTANT_VALUE = 4 * TOKEN_DEVIATION
SECOND_BACK = 0.8  # weight of the token two positions back
COPY_GAIN = 4.0
VOTE_GAIN = 4.0
ERASER_GAIN = 1.4
WINNER_GAIN = 3.0
CONTENT_SHARE = 0.75  # of the my-tool head's score; the rest prefers close positions
OTHER_WEIGHTS = 0.25  # factor of the weights that are not constructed
FINAL_NORM = 0.16  # small, so that the first steps of training do not destroy the construction
NORM_SHARP, NORM_SHARPER = 2.0, 2.5  # gains of the query and key norms


@torch.no_grad()
def construct(model: Model, tokenizer: Tokenizer, seed: int) -> None:
    """Overwrites the weights of a model with at least 4 layers, 256 channels and 4 heads of 64."""
    config = model.config
    if (config.channels, config.heads, config.head_channels) != (256, 4, 64) or config.layers < 4:
        raise ValueError(f"the construction needs 256 channels, 4 heads of 64 and at least 4 layers, not {config}")
    generator = torch.Generator().manual_seed(seed)

    def noise(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator)

    width = config.head_channels
    embedding = model.model.embed_tokens.weight
    embedding.copy_(noise(*embedding.shape) * TOKEN_DEVIATION)
    embedding[:, CONSTANT] = CONSTANT_VALUE
    embedding[:, PREVIOUS.start :] *= 0.05
    model.model.norm.weight.fill_(FINAL_NORM)
    for index, layer in enumerate(model.model.layers):
        layer.self_attn.o_proj.weight.mul_(OTHER_WEIGHTS)
        layer.mlp.down_proj.weight.mul_(OTHER_WEIGHTS)
        gain = NORM_SHARPER if index in (1, 2) else NORM_SHARP
        layer.self_attn.q_norm.weight.fill_(gain)
        layer.self_attn.k_norm.weight.fill_(gain)

    project = torch.linalg.qr(noise(127, width))[0].t()  # [D, 127], maps a token to 64 channels
    turn = torch.linalg.qr(noise(width, width))[0]  # distinguishes "two back" from "one back"
    scale = math.sqrt((127 * TOKEN_DEVIATION**2 + CONSTANT_VALUE**2) / config.channels)  # root mean square of an embedding
    identity = torch.eye(width)
    frequencies = model.frequencies.tolist()
    half = width // 2
    # Channels that rotate so slowly that a score does not depend on the distance.
    slow = [index for index, frequency in enumerate(frequencies) if frequency < 0.004]
    slow = slow + [index + half for index in slow]

    def zeros(*shape: int) -> Tensor:
        return torch.zeros(*shape)

    def maps() -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Returns query, key and value [D, C] and output [C, D] of one head, all zero."""
        return zeros(width, 256), zeros(width, 256), zeros(width, 256), zeros(256, width)

    def put(layer: int, head: int, query: Tensor, key: Tensor, value: Tensor, output: Tensor) -> None:
        attention, rows = model.model.layers[layer].self_attn, slice(head * width, (head + 1) * width)
        attention.q_proj.weight[rows] = query
        attention.k_proj.weight[rows] = key
        attention.v_proj.weight[rows] = value
        attention.o_proj.weight[:, rows] = output

    def look_back(query: Tensor, key: Tensor, distance: int, channels: dict[int, float]) -> None:
        """Makes the score of two constants greatest `distance` positions back. `channels` maps rotary pairs to their shares."""
        for index, share in channels.items():
            query[index, CONSTANT] = math.sqrt(share)
            key[index, CONSTANT] = math.sqrt(share) * math.cos(distance * frequencies[index])
            key[index + half, CONSTANT] = math.sqrt(share) * math.sin(distance * frequencies[index])

    near = {0: 0.4, 1: 0.3, 2: 0.2, 3: 0.1}
    for head in (0, 1):
        query, key, value, output = maps()
        look_back(query, key, head + 1, near)
        value[:, TOKEN] = project
        output[PREVIOUS] = (identity if head == 0 else turn * SECOND_BACK) * scale
        put(0, head, query, key, value, output)

    # Layer 1: the latest position whose previous token opens a schema, or ends the list, which means no tool.
    match = noise(len(slow), width) / math.sqrt(width)
    opening = match @ (project @ embedding[tokenizer.token_to_id(SCHEMA_OPENING), TOKEN])
    footer = match @ (project @ embedding[tokenizer.token_to_id(FOOTER), TOKEN])
    wanted = opening / opening.norm() + 1.25 * footer / footer.norm()
    query, key, value, output = maps()
    query[slow, CONSTANT] = wanted / wanted.norm() * math.sqrt(CONTENT_SHARE)
    key[slow, PREVIOUS] = match / opening.norm() * CONSTANT_VALUE * math.sqrt(CONTENT_SHARE)
    look_back(query, key, 0, {10: (1 - CONTENT_SHARE) / 2, 11: (1 - CONTENT_SHARE) / 2})
    value[:, TOKEN] = project
    output[MY_TOOL] = identity * scale * 1.5
    put(1, 0, query, key, value, output)

    # Layer 2: induction; each head copies half of the token's channels.
    for head in (0, 1):
        match = noise(len(slow), width) / math.sqrt(width)
        query, key, value, output = maps()
        query[slow, TOKEN] = match @ project
        query[slow, PREVIOUS] = match @ turn * SECOND_BACK
        key[slow, PREVIOUS] = match
        low, high = TOKEN.start + head * width, min(TOKEN.stop, TOKEN.start + (head + 1) * width)
        value[: high - low, low:high] = torch.eye(high - low)
        output[low:high, : high - low] = torch.eye(high - low) * scale * COPY_GAIN
        put(2, head, query, key, value, output)
    match = noise(len(slow), width) / math.sqrt(width)
    query, key, value, output = maps()
    query[slow, TOKEN] = match @ project
    key[slow, PREVIOUS] = match
    value[:, MY_TOOL] = identity
    output[MY_TOOL] = identity * scale * VOTE_GAIN
    put(2, 2, query, key, value, output)
    query, key, value, output = maps()
    look_back(query, key, 0, near)
    value[:, MY_TOOL] = identity
    output[MY_TOOL] = -identity * scale * ERASER_GAIN
    put(2, 3, query, key, value, output)

    # Layer 3: the votes of about the last twenty tokens.
    query, key, value, output = maps()
    look_back(query, key, 16, {8: 0.5, 9: 0.5})
    value[:, MY_TOOL] = identity
    output[TOKEN] = project.t() * scale * WINNER_GAIN
    put(3, 0, query, key, value, output)
