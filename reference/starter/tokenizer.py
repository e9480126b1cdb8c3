"""The starter's tokenizer: bytes, Latin merges learned from the corpus, common characters, and long tokens for fixed text.

Text is split into runs of lower-case letters, with an optional capital first, and single other characters. So a value has
the same tokens in a sentence and in JSON, and copying it means copying tokens. The fixed text of tool lists and calls is a
few dozen added tokens, which makes a row a quarter as long.
"""

import json
import re
from collections.abc import Iterable

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from corpus.render import branch_pieces, prefix_text
from corpus.rows import FOOTER, HEADER, group
from corpus.values import HANZI

LATIN_MERGES = 1500
SAMPLE_GROUPS = 4000  # the merges are learned from the text of this many groups
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
TAGS = ["<tool_call>", "</tool_call>", "<tools>", "</tools>", "<function_call>", "</function_call>", "<tool_response>",
        "</tool_response>", "<think>", "</think>"]  # fmt: skip
SCHEMA_OPENING = '{"type": "function", "function": {"name": "'
SCAFFOLDING = [
    HEADER, FOOTER, SCHEMA_OPENING, '", "description": "', '", "parameters": {"type": "object", "properties": {"',
    '", "parameters": {"type": "object", "properties": {}, "required": []}}}', '}, "required": ["', '}}, "required": ["',
    '"}}, "required": ["', '"]}}, "required": ["', '}, "required": []}}}', '"]}}}',
    '": {"type": "string"', '": {"type": "integer"', '": {"type": "number"', '": {"type": "boolean"',
    '": {"type": "array", "items": {"type": "string"}', ', "enum": ["', ', "description": "', '"]}',
    '", "', '": "', '": ["', '"], "', '": ', '"}, "', '}, "', ', "', '{"name": "', '", "arguments": {"', '", "arguments": {}}',
    '"}}', '}}', '"]}}', '"}',
    '<tool_call>\n{"name": "', '\n</tool_call>', '<function_call>{"name": "', '<tool_response>\n{"', '\n</tool_response>',
]  # fmt: skip


def build_tokenizer(seed: int) -> Tokenizer:
    """Builds the tokenizer of a corpus. The same seed gives the same tokenizer."""
    texts = list(corpus_texts(seed, SAMPLE_GROUPS))
    vocabulary, merges = _latin(texts)
    character_merges = _characters(texts, vocabulary)
    tokenizer = Tokenizer(models.BPE(vocab={token: index for index, token in enumerate(vocabulary)}, merges=[*character_merges, *merges]))
    tokenizer.pre_tokenizer = _pre_tokenizer()
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in SPECIAL])
    tokenizer.add_tokens([AddedToken(token, special=False, normalized=False) for token in [*TAGS, *SCAFFOLDING]])
    return tokenizer


def corpus_texts(seed: int, groups: int) -> Iterable[str]:
    for index in range(groups):
        made = group(seed, index)
        yield prefix_text(made) + "".join(text for branch in made.branches for text, _ in branch_pieces(branch))


def _pre_tokenizer() -> pre_tokenizers.PreTokenizer:
    letters = pre_tokenizers.Split(Regex(r"[A-Z]?[a-z]+|[\s\S]"), "isolated")
    return pre_tokenizers.Sequence([letters, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def _latin(texts: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Returns the byte alphabet and the merges of the corpus's ASCII text: (vocabulary in order, merges in order)."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = _pre_tokenizer()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=256 + LATIN_MERGES, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator((re.sub(r"[^\x00-\x7f]+", " ", text) for text in texts), trainer)
    vocabulary = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    merges = [tuple(merge) for merge in json.loads(tokenizer.to_str())["model"]["merges"]]
    return [token for token, _ in vocabulary], merges


def _characters(texts: list[str], vocabulary: list[str]) -> list[tuple[str, str]]:
    """Returns merges that make one token of each common character and of each other character in the corpus. Extends `vocabulary`."""
    extra = sorted({character for text in texts for character in text if ord(character) > 127})
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    known = set(vocabulary)
    merges: list[tuple[str, str]] = []
    for character in dict.fromkeys([*HANZI, *extra]):
        written = byte_level.pre_tokenize_str(character)[0][0]
        current = written[0]
        for part in written[1:]:
            joined = current + part
            if joined not in known:
                known.add(joined)
                vocabulary.append(joined)
                merges.append((current, part))
            current = joined
    return merges
