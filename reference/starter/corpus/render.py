"""Renders groups as text in Qwen's ChatML. Structure and tags are Qwen's; the wording of the tool header is our own, and short.

chat_template.jinja gives the same text (tests/test_corpus.py compares the two).
"""

from .rows import FOOTER, HEADER, Branch, Group, to_json


def prefix_text(group: Group) -> str:
    """Returns the system turn that all branches share; empty when there is none."""
    if group.bare:
        system = group.system
    else:
        opening = f"{group.system}\n\n" if group.system else ""
        system = opening + HEADER + "\n".join(to_json(tool.schema()) for tool in group.tools) + FOOTER
    return f"<|im_start|>system\n{system}<|im_end|>\n" if system else ""


def branch_pieces(branch: Branch) -> list[tuple[str, bool]]:
    """Returns a branch as (text, trained) pieces. Each assistant turn is trained from after `assistant\\n` to `<|im_end|>`."""
    turns = [*branch.before, *([("user", branch.user, False)] if branch.user else []), ("assistant", branch.answer, True)]
    pieces: list[tuple[str, bool]] = []
    for role, text, trained in turns:
        pieces.append((f"<|im_start|>{role}\n", False))
        pieces.append((f"{text}<|im_end|>", trained))
        pieces.append(("\n", False))
    return pieces[:-1]


def prompt_text(group: Group, branch: Branch) -> str:
    """Returns everything before the last answer."""
    pieces = branch_pieces(branch)
    return prefix_text(group) + "".join(text for text, _ in pieces[:-1])
