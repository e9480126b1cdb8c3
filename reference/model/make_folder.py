"""Makes a complete Qwen3 folder in F32, as transformers saves it, and transformers' greedy answers with it.

Written to e2e/fixtures/qwen3-folder (config.json, model.safetensors, tokenizer.json, tokenizer_config.json,
chat_template.jinja, generation_config.json) and e2e/fixtures/qwen3-folder-answers.json ({"system", "answers": [{"request",
"answer"}]}).
The weights are random, so the answers mean nothing. If ToolTune gives the same ones, it reads the folder correctly. The
tokenizer is the from-zero model's, saved by transformers: with another class name, and the template in its own file.

Run: python reference/model/make_folder.py
"""

import json
from pathlib import Path

import torch
from transformers import AutoTokenizer, GenerationConfig, Qwen3Config, Qwen3ForCausalLM

ROOT = Path(__file__).parents[2]
OUT = ROOT / "e2e" / "fixtures" / "qwen3-folder"
# The sample's system text, so that the same question can be asked in the studio.
SYSTEM = "你是一个可以调用工具的智能助手"
REQUESTS = ["查一下北京的天气", "Where is Shanghai?", "我想搜索一下Qwen模型的用途"]
NEW_TOKENS = 24
# The answer must not depend on the last bits of a logit: the best logit leads by at least this much at every step.
LEAST_LEAD = 0.01


def make_model(tokenizer):
    """Makes an untied model with six query heads on two key/value heads, and head_dim different from hidden/heads."""
    config = Qwen3Config(vocab_size=len(tokenizer), hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=6,
                         num_key_value_heads=2, head_dim=8, tie_word_embeddings=False, max_position_embeddings=512,
                         rope_parameters={"rope_type": "default", "rope_theta": 1e6}, attn_implementation="eager",
                         eos_token_id=tokenizer.convert_tokens_to_ids("<|im_end|>"), pad_token_id=tokenizer.pad_token_id,
                         bos_token_id=None)
    model = Qwen3ForCausalLM(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 0.35) if parameter.dim() == 2 else parameter.normal_(1, 0.2)
    return model.eval()


def answer(model, tokenizer, request):
    """Returns the greedy continuation of a request, and the least lead of the best logit. ids: [1, T]."""
    ids = tokenizer.apply_chat_template([{"role": "system", "content": SYSTEM}, {"role": "user", "content": request}],
                                        add_generation_prompt=True, return_tensors="pt", return_dict=True)["input_ids"]
    out = model.generate(ids, attention_mask=torch.ones_like(ids), generation_config=GenerationConfig(
        do_sample=False, max_new_tokens=NEW_TOKENS, eos_token_id=model.config.eos_token_id, pad_token_id=tokenizer.pad_token_id,
        output_logits=True, return_dict_in_generate=True))
    best = torch.stack(out.logits)[:, 0].topk(2, dim=-1).values
    new = out.sequences[0, ids.shape[1]:].tolist()
    if new and new[-1] == model.config.eos_token_id:
        new.pop()
    return tokenizer.decode(new, skip_special_tokens=False), float((best[:, 0] - best[:, 1]).min())


def main():
    # local_files_only ends up in the saved tokenizer_config.json. Without it, the value would depend on HF_HUB_OFFLINE.
    tokenizer = AutoTokenizer.from_pretrained(ROOT / "public" / "models" / "from-zero", local_files_only=True)
    for seed in range(100):
        torch.manual_seed(seed)
        model = make_model(tokenizer)
        answers = [answer(model, tokenizer, request) for request in REQUESTS]
        if min(lead for _, lead in answers) >= LEAST_LEAD:
            break
    else:
        raise SystemExit("no seed has a clear enough lead")
    model.generation_config = GenerationConfig(do_sample=False, eos_token_id=model.config.eos_token_id, pad_token_id=tokenizer.pad_token_id)
    model.save_pretrained(OUT)
    tokenizer.save_pretrained(OUT)
    expected = {"system": SYSTEM, "answers": [{"request": request, "answer": text} for request, (text, _) in zip(REQUESTS, answers)]}
    (OUT.parent / "qwen3-folder-answers.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"seed {seed}", *expected["answers"], sep="\n")


if __name__ == "__main__":
    main()
