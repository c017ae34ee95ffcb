"""Real, very small things for the tests of the embedded model: a GGUF file that runs, and wheels that carry a file."""

from __future__ import annotations

import hashlib
import random
import struct
import zipfile
from typing import TYPE_CHECKING

from llmextract.llm.embedded import catalog
from llmextract.llm.embedded.catalog import CatalogModel, Part

if TYPE_CHECKING:
    from pathlib import Path

_WIDTH = 32
_HIDDEN = 64
_HEADS = 4
_UINT32, _INT32, _FLOAT32, _STRING, _ARRAY = 4, 5, 6, 8, 9


def _text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def _array(kind: int, values: list[bytes]) -> bytes:
    return struct.pack("<IQ", kind, len(values)) + b"".join(values)


def write_tiny_gguf(path: Path) -> Path:
    """Write a language model of one layer with random weights: it says nothing sensible, but it runs (about 90 KB)."""
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁"]
    kinds = [2, 3, 3, *([6] * 256), 1]  # unknown, control, control, bytes, normal
    entries = {
        "general.architecture": (_STRING, _text("llama")),
        "general.name": (_STRING, _text("tiny")),
        "llama.context_length": (_UINT32, struct.pack("<I", 2048)),
        "llama.embedding_length": (_UINT32, struct.pack("<I", _WIDTH)),
        "llama.block_count": (_UINT32, struct.pack("<I", 1)),
        "llama.feed_forward_length": (_UINT32, struct.pack("<I", _HIDDEN)),
        "llama.attention.head_count": (_UINT32, struct.pack("<I", _HEADS)),
        "llama.attention.layer_norm_rms_epsilon": (_FLOAT32, struct.pack("<f", 1e-5)),
        "llama.rope.dimension_count": (_UINT32, struct.pack("<I", _WIDTH // _HEADS)),
        "tokenizer.ggml.model": (_STRING, _text("llama")),
        "tokenizer.ggml.tokens": (_ARRAY, _array(_STRING, [_text(token) for token in tokens])),
        "tokenizer.ggml.scores": (_ARRAY, _array(_FLOAT32, [struct.pack("<f", 0.0)] * len(tokens))),
        "tokenizer.ggml.token_type": (_ARRAY, _array(_INT32, [struct.pack("<i", kind) for kind in kinds])),
        "tokenizer.ggml.bos_token_id": (_UINT32, struct.pack("<I", 1)),
        "tokenizer.ggml.eos_token_id": (_UINT32, struct.pack("<I", 2)),
    }
    square = (_WIDTH, _WIDTH)
    shapes = {
        "token_embd.weight": (_WIDTH, len(tokens)),
        "blk.0.attn_norm.weight": (_WIDTH,),
        **{f"blk.0.attn_{which}.weight": square for which in ("q", "k", "v", "output")},
        "blk.0.ffn_norm.weight": (_WIDTH,),
        "blk.0.ffn_gate.weight": (_WIDTH, _HIDDEN),
        "blk.0.ffn_up.weight": (_WIDTH, _HIDDEN),
        "blk.0.ffn_down.weight": (_HIDDEN, _WIDTH),
        "output_norm.weight": (_WIDTH,),
        "output.weight": (_WIDTH, len(tokens)),
    }
    header = struct.pack("<4sIQQ", b"GGUF", 3, len(shapes), len(entries))
    header += b"".join(_text(key) + struct.pack("<I", kind) + value for key, (kind, value) in entries.items())
    weights = b""
    source = random.Random(20241212)  # noqa: S311 - no secret
    for name, shape in shapes.items():
        count = shape[0] * (shape[1] if len(shape) > 1 else 1)
        header += _text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, len(weights))
        weights += struct.pack(f"<{count}f", *(source.gauss(0, 0.2) for _ in range(count)))
        weights += bytes(-len(weights) % 32)
    path.write_bytes(header + bytes(-len(header) % 32) + weights)
    return path


def build_wheel(folder: Path, package: str, member: str, data: bytes) -> Path:
    """Write a wheel that holds nothing but one data file."""
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"{package.replace('-', '_')}-1.0-py3-none-any.whl"
    information = f"{package.replace('-', '_')}-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, data)
        archive.writestr(f"{information}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        archive.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{information}/RECORD", "")
    return wheel


def carried_model(folder: Path, data: bytes, *, part_size: int, name: str = "toy") -> CatalogModel:
    """Cut a file into wheels in ``folder``, and describe it as the catalog does."""
    parts = []
    for number, start in enumerate(range(0, len(data), part_size), start=1):
        piece = data[start : start + part_size]
        package, member = f"toy-carrier-part{number}", f"toy_carrier_part{number}/data/part{number:02}.bin"
        wheel = build_wheel(folder, package, member, piece)
        hashes = {"sha256": hashlib.sha256(piece).hexdigest(), "wheel_sha256": _sha256(wheel)}
        parts.append(Part(number, package, "1.0", member, start, len(piece), **hashes))
    return CatalogModel(
        name=name,
        repository="example/toy-GGUF",
        revision="0123456789abcdef0123456789abcdef01234567",
        file=f"{name}.gguf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        licence="Apache-2.0",
        context=2048,
        parts=tuple(parts),
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_catalog(path: Path, *models: CatalogModel) -> Path:
    """Write a catalog file of models made by :func:`carried_model`, the first being the default."""
    lines = [f'default = "{models[0].name}"']
    for model in models:
        first = model.parts[0]
        lines += [f'[models."{model.name}"]']
        lines += [f'{key} = "{getattr(model, key)}"' for key in ("repository", "revision", "file", "sha256", "licence")]
        lines += [f"{key} = {getattr(model, key)}" for key in ("size", "context")]
        lines += [
            f'[models."{model.name}".carrier]',
            'package = "toy-carrier-part{n}"',
            f'version = "{first.version}"',
            'member = "toy_carrier_part{n}/data/part{n:02}.bin"',
            f"part_size = {first.size}",
            "parts = [",
            *(f'    {{ data = "{part.sha256}", wheel = "{part.wheel_sha256}" }},' for part in model.parts),
            "]",
        ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def offer_toy_model(folder, monkeypatch):
    """Make a catalog of one small model, carried by one wheel, and let nothing be fetched from anywhere else."""
    monkeypatch.setenv("LLMEXTRACT_CACHE_DIR", str(folder / "cache"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder / "links"))
    data = write_tiny_gguf(folder / "whole.gguf").read_bytes()
    model = carried_model(folder / "links", data, part_size=200_000)
    monkeypatch.setattr(catalog, "CATALOG_FILE", write_catalog(folder / "catalog.toml", model))
    return model
