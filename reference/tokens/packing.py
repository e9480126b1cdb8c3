"""Packs goldens so that they are small enough to commit: each id is two characters, an index into a list at the file's head."""

import json

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


class Packer:
    """Numbers token ids in the order of their first use. `vocabulary` maps the numbers back to ids."""

    def __init__(self):
        self.numbers = {}

    def ids(self, ids):
        return "".join(self._characters(token) for token in ids)

    def after(self, known, ids):
        """Returns [number of ids shared with the beginning of `known`, the other ids packed]."""
        shared = next((index for index, (a, b) in enumerate(zip(known, ids)) if a != b), min(len(known), len(ids)))
        return [shared, self.ids(ids[shared:])]

    def _characters(self, token):
        number = self.numbers.setdefault(token, len(self.numbers))
        if number >= len(DIGITS) ** 2:
            raise ValueError("there are more different ids than two characters can number")
        return DIGITS[number // len(DIGITS)] + DIGITS[number % len(DIGITS)]

    @property
    def vocabulary(self):
        return list(self.numbers)


def ranges(mask):
    """Returns the token ranges [from, to) of the ones in a mask."""
    out, start = [], None
    for index, bit in enumerate([*mask, 0]):
        if bit and start is None:
            start = index
        elif not bit and start is not None:
            out.append([start, index])
            start = None
    return out


def write(path, head, rows):
    """Writes a JSON object of `head` and `rows`, with one line for each row."""
    text = [f"{json.dumps(key)}:{dump(value)}" for key, value in head.items()]
    text.append('"rows":[\n' + ",\n".join(dump(row) for row in rows) + "\n]")
    path.write_text("{" + ",\n".join(text) + "}\n", encoding="utf-8")


def dump(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
