"""Computes the frequencies of the rotary embedding with transformers, for each kind of scaling and both spellings of it.

Written to src/core/weights/goldens/rope.json: [{"config" (config.json), "length" (positions of the row), "frequencies",
"attentionFactor"}].

Run: python reference/model/make_rope.py
"""

import json
from pathlib import Path

import torch
from transformers import Qwen2Config, Qwen3Config
from transformers.models.qwen2.modeling_qwen2 import Qwen2RotaryEmbedding
from transformers.models.qwen3.modeling_qwen3 import Qwen3RotaryEmbedding

OUT = Path(__file__).parents[2] / "src" / "core" / "weights" / "goldens" / "rope.json"
KINDS = {"qwen2": (Qwen2Config, Qwen2RotaryEmbedding), "qwen3": (Qwen3Config, Qwen3RotaryEmbedding)}
COMMON = dict(vocab_size=32, intermediate_size=32, num_hidden_layers=1)
QWEN2 = dict(model_type="qwen2", hidden_size=896, num_attention_heads=14, num_key_value_heads=2, rope_theta=1e6)
QWEN3 = dict(model_type="qwen3", hidden_size=1024, num_attention_heads=16, num_key_value_heads=8, head_dim=128,
             max_position_embeddings=40960, rope_theta=1e6)
# (fields of config.json, positions of the row)
CASES = [
    (QWEN2, 100),
    (QWEN3, 100),
    ({**QWEN3, "rope_theta": 1e4, "head_dim": 80}, 100),
    ({**QWEN3, "rope_theta": None, "rope_parameters": {"rope_type": "default", "rope_theta": 5e6}}, 100),
    # rope_scaling overrides rope_parameters, but an empty one does not.
    ({**QWEN3, "rope_scaling": {"type": "linear", "factor": 3.0}, "rope_parameters": {"rope_type": "default", "rope_theta": 5e6}}, 100),
    ({**QWEN3, "rope_scaling": {}, "rope_parameters": {"rope_type": "default", "rope_theta": 5e6}}, 100),
    ({**QWEN2, "rope_scaling": {"type": "linear", "factor": 4.0}}, 100),
    ({**QWEN2, "rope_scaling": {"rope_type": "dynamic", "factor": 2.0}, "max_position_embeddings": 64}, 50),
    ({**QWEN2, "rope_scaling": {"rope_type": "dynamic", "factor": 2.0}, "max_position_embeddings": 64}, 100),
    # As the model cards of Qwen2.5 and Qwen3 recommend.
    ({**QWEN2, "rope_scaling": {"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768}}, 100),
    ({**QWEN3, "rope_scaling": {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768}}, 100),
    ({**QWEN3, "rope_parameters": {"rope_type": "yarn", "rope_theta": 1e5, "factor": 2.5}}, 100),
    ({**QWEN3, "rope_parameters": {"rope_type": "yarn", "rope_theta": 1e5, "factor": None, "original_max_position_embeddings": 4096}}, 100),
    ({**QWEN3, "original_max_position_embeddings": 1000, "rope_scaling": {"rope_type": "yarn", "factor": 8.0, "attention_factor": 0.7,
                                                                          "beta_fast": 20, "beta_slow": 2, "truncate": False}}, 100),
    ({**QWEN3, "rope_scaling": {"rope_type": "yarn", "factor": 8.0, "mscale": 0.8, "mscale_all_dim": 0.5,
                                "original_max_position_embeddings": 2048}}, 100),
    ({**QWEN3, "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                                "original_max_position_embeddings": 8192}}, 100),
]


def main():
    goldens = []
    for fields, length in CASES:
        fields = {name: value for name, value in {**COMMON, **fields}.items() if value is not None}
        config_class, rotary_class = KINDS[fields["model_type"]]
        # from_dict changes the dicts passed to it.
        rotary = rotary_class(config_class.from_dict(json.loads(json.dumps(fields))))
        rotary(torch.zeros(1), torch.arange(length)[None])
        goldens.append({"config": fields, "length": length, "frequencies": rotary.inv_freq.tolist(),
                        "attentionFactor": rotary.attention_scaling})
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text("[\n" + ",\n".join(json.dumps(golden) for golden in goldens) + "\n]\n")


if __name__ == "__main__":
    main()
