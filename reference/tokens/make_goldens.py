"""Makes the token ids and assistant masks that ToolTune is compared with, by transformers' tokenizers and TRL's templates.

    python reference/tokens/make_goldens.py

Reads the tokenizers of the npm packages in node_modules and of the built-in models. Writes src/core/mask/goldens/*.json, which
src/core/mask/testing/read-goldens.ts reads. The files have rows, ids and masks, but no text of any template.
"""

import json

import rows_generated
import rows_texts
import rows_turns
import rows_values
from packing import Packer, ranges, write
from templates import FUNCTION_CALL_TRAINING, FAMILIES, ROOT
from transformers import AutoTokenizer

OUT = ROOT / "src/core/mask/goldens"
ROWS = [*rows_turns.ROWS, *rows_values.ROWS, *rows_texts.ROWS, *rows_generated.ROWS]
SAMPLE_ROWS = 20


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


def trained(tokenizer, messages, tools, template):
    """Returns ids and assistant mask, as TRL's SFTTrainer requests them with assistant_only_loss."""
    result = tokenizer.apply_chat_template(
        messages, tools=tools or None, chat_template=template, return_dict=True, return_assistant_tokens_mask=True
    )
    return list(result["input_ids"]), ranges(result["assistant_masks"])


def prompt(tokenizer, messages, tools, template, enable_thinking):
    """Returns the ids of the prompt for the last assistant message; None where no message comes before it."""
    last = max((index for index, message in enumerate(messages) if message["role"] == "assistant"), default=0)
    if last == 0:
        return None
    return tokenizer.apply_chat_template(
        messages[:last], tools=tools or None, chat_template=template, add_generation_prompt=True, enable_thinking=enable_thinking, return_dict=False
    )


def function_call(tokenizer, messages, packer):
    """Renders the function_call format with a training template of our own."""
    ids, mask = trained(tokenizer, [hugging_face(message) for message in messages], [], FUNCTION_CALL_TRAINING)
    return {"ids": packer.ids(ids), "trained": mask}


def family_golden(family):
    tokenizer = family.tokenizer()
    training, asking = family.training_template(tokenizer), family.prompt_template(tokenizer)
    packer, rows = Packer(), []
    for name, messages, tools in ROWS:
        entry = {"id": name, "dialect": function_call(tokenizer, messages, packer)}
        rows.append(entry)
        if not family.writes_calls and any(message.get("calls") for message in messages):
            # The template would leave out the calls, so ToolTune rejects the row.
            continue
        # Templates that cannot handle a missing text get an empty one.
        strict = [hugging_face(message, none_as_empty=not family.writes_calls) for message in messages]
        schemas = [hugging_face_tool(tool) for tool in tools]
        ids, mask = trained(tokenizer, strict, schemas, training)
        entry["template"] = {"ids": packer.ids(ids), "trained": mask}
        filled = [hugging_face(message, none_as_empty=True) for message in messages]
        for key, thinking in (("prompt", False), ("promptThinking", True)):
            asked = prompt(tokenizer, filled, schemas, asking, thinking)
            if asked is not None:
                entry[key] = packer.after(ids, asked)
    write(OUT / f"{family.name}.json", {"vocabulary": packer.vocabulary}, rows)


def from_zero_golden():
    tokenizer = AutoTokenizer.from_pretrained(ROOT / "public/models/from-zero", model_max_length=1_000_000)
    packer, rows = Packer(), []
    for name, messages, _ in ROWS:
        entry = {"id": name, "dialect": function_call(tokenizer, messages, packer)}
        # The folder's own template writes the same text as our training template.
        own = tokenizer.apply_chat_template([hugging_face(message) for message in messages], return_dict=False)
        assert packer.ids(own) == entry["dialect"]["ids"], name
        rows.append(entry)
    lines = (ROOT / "public/samples/zh-from-zero/rows.jsonl").read_text().splitlines()[:SAMPLE_ROWS]
    sample = [packer.ids(tokenizer(json.loads(line)["input"])["input_ids"]) for line in lines]
    write(OUT / "from-zero.json", {"vocabulary": packer.vocabulary, "sample": sample}, rows)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    write(OUT / "rows.json", {}, [{"id": name, "messages": messages, "tools": tools} for name, messages, tools in ROWS])
    for family in FAMILIES:
        family_golden(family)
    from_zero_golden()
    print(f"{len(ROWS)} rows")


if __name__ == "__main__":
    main()
