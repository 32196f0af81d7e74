"""A real Argos package from Chinese to English, made in seconds: it writes gibberish of the right length.

The weights are random (seeded), but for one path through the network: decoding ends after about
as many tokens as the source has, as a trained model's does, and only pieces of ASCII are written.
"""

from __future__ import annotations

import importlib
import json
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
_BANNED = -1e9
_FAR = 50.0
"""Tokens. A position divided by it is small beside the embeddings, so that no norm squeezes it."""


@dataclass(frozen=True)
class Size:
    """How large a model is; ``BASE`` is as large as those that Argos publishes."""

    layers: int = 2
    width: int = 64
    heads: int = 4
    pieces: int = 4000
    vocabulary: int = 0
    """Fills the vocabulary up to this many entries that are never written."""


BASE = Size(layers=6, width=512, heads=8, pieces=12000, vocabulary=32000)
METADATA = {
    "package_version": "1.9",
    "argos_version": "1.9",
    "from_code": "zh",
    "from_name": "Chinese",
    "to_code": "en",
    "to_name": "English",
}


def make_package(
    path: Path, size: Size = Size(), folder: str = "translate-zh_en-1_9", **metadata: str
) -> Path:
    """Write a package; ``metadata`` replaces fields of its ``metadata.json``."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name) / folder
        (top / "model").mkdir(parents=True)
        pieces = _sentencepiece(top / "sentencepiece.model", size.pieces)
        _transformer(top / "model", pieces, size)
        (top / "metadata.json").write_text(json.dumps(METADATA | metadata), "utf-8")
        (top / "README.md").write_text("# Gibberish\n", "utf-8")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(top.rglob("*")):
                archive.write(file, file.relative_to(name))
    return path


def _sentencepiece(path: Path, pieces: int) -> list[str]:
    """Train SentencePiece on the seeds, Chinese and English; return its pieces."""
    sentencepiece: Any = importlib.import_module("sentencepiece")
    texts = [
        *(ROOT / "seeds").glob("*.txt"),
        ROOT / "seeds" / "terms.tsv",
        *(ROOT / "seeds").glob("english/*.po"),
    ]
    lines = [line for text in sorted(texts) for line in text.read_text("utf-8").splitlines()]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(path.with_suffix("")),
        vocab_size=pieces,
        hard_vocab_limit=False,
        num_threads=2,
        minloglevel=2,
    )
    path.with_suffix(".vocab").unlink(missing_ok=True)
    model = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return [model.id_to_piece(number) for number in range(model.get_piece_size())]


def _transformer(folder: Path, pieces: list[str], size: Size) -> None:
    """Save a Transformer with random weights that knows how long its source is.

    Dimension 0 of the decoder's state is (its position - 1.1 x the source's length) / ``_FAR``:
    the position comes from the position encodings, the length from the last layer's attention,
    one head of which averages the encoder's positions. The end of sentence looks at nothing else.
    """
    ctranslate2: Any = importlib.import_module("ctranslate2")
    np: Any = importlib.import_module("numpy")
    random = np.random.default_rng(1)
    width, head = size.width, size.width // size.heads
    tokens = pieces + [f"<unused{n}>" for n in range(len(pieces), size.vocabulary)]

    def weights(rows: int, columns: int) -> Any:
        return random.normal(0, columns**-0.5, (rows, columns)).astype(np.float32)

    def linear(spec: Any, rows: int, columns: int) -> None:
        spec.weight, spec.bias = weights(rows, columns), np.zeros(rows, np.float32)

    def norm(spec: Any) -> None:
        spec.gamma, spec.beta = np.ones(width, np.float32), np.zeros(width, np.float32)

    def block(layer: Any, kept: int) -> None:
        norm(layer.self_attention.layer_norm)
        linear(layer.self_attention.linear[0], 3 * width, width)
        linear(layer.self_attention.linear[1], width, width)
        norm(layer.ffn.layer_norm)
        linear(layer.ffn.linear_0, 4 * width, width)
        linear(layer.ffn.linear_1, width, 4 * width)
        for last in (layer.self_attention.linear[1], layer.ffn.linear_1):
            last.weight[kept] = 0

    def positions(kept: int) -> Any:
        encodings = weights(1200, width)
        encodings[:, kept] = np.arange(1200) / _FAR
        return encodings

    spec = ctranslate2.specs.TransformerSpec.from_config(size.layers, size.heads)
    for side, kept in ((spec.encoder, 1), (spec.decoder, 0)):
        embeddings = side.embeddings[0] if side is spec.encoder else side.embeddings
        embeddings.weight = weights(len(tokens), width)
        embeddings.weight[:, kept] = 0
        side.position_encodings.encodings = positions(kept)
        norm(side.layer_norm)
        for layer in side.layer:
            block(layer, kept)
    for layer in spec.decoder.layer:
        norm(layer.attention.layer_norm)
        linear(layer.attention.linear[0], width, width)
        linear(layer.attention.linear[1], 2 * width, width)
        linear(layer.attention.linear[2], width, width)
        layer.attention.linear[2].weight[0] = 0
    counting = spec.decoder.layer[-1].attention
    counting.linear[0].weight[:head] = 0  # the same attention to every token of the source
    counting.linear[1].weight[width] = np.eye(width, dtype=np.float32)[1]
    counting.linear[2].weight[0] = -2.2 * np.eye(width, dtype=np.float32)[0]

    linear(spec.decoder.projection, len(tokens), width)
    projection = spec.decoder.projection
    projection.weight *= 3
    projection.weight[2] = 100 * np.eye(width, dtype=np.float32)[0]  # piece 2 is the end of sentence
    for number, token in enumerate(tokens):
        if number < 2 or number >= len(pieces) or not token.replace("▁", "a").isascii():
            projection.bias[number] = _BANNED
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
