"""Exports a training state as a Hugging Face folder in float16: python reference/starter/export.py --run DIR --out FOLDER"""

import argparse
import json
import shutil
from pathlib import Path

import torch
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

from model import EPSILON, Model, ModelConfig

TEMPLATE = Path(__file__).with_name("chat_template.jinja")
MAX_POSITIONS = 2048


def qwen3_config(config: ModelConfig, end: int, padding: int) -> Qwen3Config:
    return Qwen3Config(
        vocab_size=config.vocabulary,
        hidden_size=config.channels,
        intermediate_size=config.feed_forward,
        num_hidden_layers=config.layers,
        num_attention_heads=config.heads,
        num_key_value_heads=config.heads,
        head_dim=config.head_channels,
        max_position_embeddings=MAX_POSITIONS,
        rope_parameters={"rope_type": "default", "rope_theta": config.rope_theta},
        rms_norm_eps=EPSILON,
        tie_word_embeddings=True,
        attention_bias=False,
        bos_token_id=None,
        eos_token_id=end,
        pad_token_id=padding,
    )


def export(run: Path, out: Path) -> dict:
    """Writes config, tokenizer with chat template, and weights. Returns the run's progress (steps, tokens), seed and parameters."""
    state = torch.load(run / "state.pt", map_location="cpu")
    config = ModelConfig(**state["config"])
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(run / "tokenizer.json"),
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        clean_up_tokenization_spaces=False,
        model_max_length=MAX_POSITIONS,
    )
    tokenizer.chat_template = TEMPLATE.read_text(encoding="utf-8")
    model = Qwen3ForCausalLM(qwen3_config(config, tokenizer.eos_token_id, tokenizer.pad_token_id))
    result = model.load_state_dict(state["model"], strict=False)
    if result.unexpected_keys or set(result.missing_keys) - {"lm_head.weight"}:
        raise SystemExit(f"the state does not match Qwen3: {result}")
    model.tie_weights()
    check_logits(model, config, state["model"])
    shutil.rmtree(out, ignore_errors=True)
    model.half().save_pretrained(out)
    tokenizer.save_pretrained(out)
    embed_template(out)
    return {
        **state["progress"],
        "seed": state["seed"],
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
    }


def check_logits(model: Qwen3ForCausalLM, config: ModelConfig, state: dict) -> None:
    """Checks that transformers' Qwen3 gives the same logits as the trained model."""
    trained = Model(config)
    trained.load_state_dict(state)
    ids = torch.randint(0, config.vocabulary, (2, 60), generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        difference = (model(ids).logits - trained.logits(trained.hidden(ids))).abs().max().item()
    if difference > 1e-3:
        raise SystemExit(f"logits of the export differ by {difference}")


def embed_template(out: Path) -> None:
    """Moves the chat template into tokenizer_config.json, so that there is one file less to fetch."""
    path = out / "tokenizer_config.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["chat_template"] = TEMPLATE.read_text(encoding="utf-8")
    path.write_text(json.dumps(settings, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (out / "chat_template.jinja").unlink(missing_ok=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder of train.py")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    progress = export(options.run, options.out)
    print(progress, {path.name: path.stat().st_size for path in sorted(options.out.iterdir())})


if __name__ == "__main__":
    main()
