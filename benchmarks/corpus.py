"""A corpus of any size: texts of about 4 KB made from the samples in seeds/, each different from all others."""

import random
from collections.abc import Iterator
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
_SIZE = 4000  # bytes a text is filled up to
_FOLDER_SIZE = 1000


def make_texts(count: int, seed: int = 7) -> Iterator[str]:
    """Give `count` different texts, the same ones for the same seed: samples with paragraphs of others mixed in."""
    rng = random.Random(seed)
    samples = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    paragraphs = [line for sample in samples for line in sample.splitlines() if len(line) > 150]
    for number in range(count):
        lines = samples[number % len(samples)].splitlines()
        middle = len(lines) // 2
        size = sum(len(line.encode()) for line in lines)
        while size < _SIZE:
            paragraph = _vary(rng.choice(paragraphs), rng)
            lines.insert(middle, paragraph)
            size += len(paragraph.encode())
        yield "\n".join(lines) + f"\n{number}\n"


def write_corpus(folder: Path, count: int) -> None:
    """Write the texts as files, a thousand a folder."""
    for number, text in enumerate(make_texts(count)):
        path = folder / f"{number // _FOLDER_SIZE:04d}" / f"{number:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _vary(paragraph: str, rng: random.Random) -> str:
    """Put the sentences of a paragraph in another order."""
    sentences = paragraph.split(". ")
    rng.shuffle(sentences)
    return ". ".join(sentences)
