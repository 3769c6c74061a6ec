"""What is kept of a text to find its relatives: a signature, its buckets, and a quarter of its shingles.

MinHash (Broder, 1997) with bands (Indyk and Motwani, 1998) finds near-copies: the share of equal values of two
signatures estimates the Jaccard similarity of their sets of shingles, and texts that agree in all values of a band
share a bucket. Shingles whose hash is a multiple of four (Manber, 1994) find passages: the same ones are kept of every
text, so that what two texts share can be joined.
"""

from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from copydesk.relating.words import Hashes, Words, mixed, read_words

VALUES = 96  # of a signature: the estimate is within .05 of the similarity two times in three
BAND = 4  # values: texts of similarity .5 share a bucket four times in five, of .6 in 96 of 100
KEPT = 4  # one shingle in so many is kept

_FACTORS = mixed(np.arange(1, VALUES + 1, dtype=np.uint64)) | np.uint64(1)
_SHIFTS = mixed(np.arange(VALUES + 1, 2 * VALUES + 1, dtype=np.uint64))

Signatures = NDArray[np.uint16]


class Signed(NamedTuple):
    """The frames made of a batch of texts, one a table."""

    signatures: pl.DataFrame
    buckets: pl.DataFrame
    shingles: pl.DataFrame


def sign(document_ids: Sequence[str], texts: Sequence[str]) -> Signed:
    """Give the rows of a batch of texts: their signatures, the buckets they fall in, and the shingles kept of them."""
    words = read_words(texts)
    held = [one.shingles for one in words]
    signatures = _signatures(held)
    cells = [
        row.tobytes() + _digest(one) if len(one.hashes) else None
        for row, one in zip(signatures, words, strict=True)
    ]
    has_words = [cell is not None for cell in cells]
    return Signed(
        pl.DataFrame(
            {"document_id": document_ids, "signature": cells},
            schema={"document_id": pl.String, "signature": pl.Binary},
        ),
        _buckets(list(compress(document_ids, has_words)), signatures[has_words]),
        _kept_shingles(document_ids, words, held),
    )


def similarities(one: Signatures, other: Signatures) -> NDArray[np.float64]:
    """Estimate the Jaccard similarity of texts row by row, from their signatures."""
    shares: NDArray[np.float64] = (one == other).mean(axis=1)
    return shares


def read_signatures(column: pl.Series) -> Signatures:
    """Give stored signatures as rows of numbers, without the digests at their ends."""
    return np.frombuffer(b"".join(column), dtype=np.uint16).reshape(-1, VALUES + 4)[:, :VALUES]


def _signatures(held: Sequence[Hashes]) -> Signatures:
    """Give the signature of each set of shingles: of each of many orders, the end of the number of the first shingle.

    Sixteen bits of a minimum tell it apart from others as well as all (b-bit MinHash; Li and König, 2010).
    """
    sizes = np.array([len(one) for one in held])
    firsts = np.cumsum(sizes) - sizes
    signatures = np.zeros((len(held), VALUES), dtype=np.uint16)
    # reduceat takes the next value for an empty stretch; a text without words keeps its zeros
    is_filled = np.flatnonzero(sizes > 0)
    if not len(is_filled):
        return signatures
    numbers = np.concatenate(held)
    for place in range(VALUES):
        permuted = (numbers * _FACTORS[place] + _SHIFTS[place]) >> np.uint64(32)
        smallest = np.minimum.reduceat(permuted, firsts[is_filled])
        signatures[is_filled, place] = mixed(smallest).astype(np.uint16)
    return signatures


def _digest(words: Words) -> bytes:
    """Give eight bytes that only texts with the same words in the same order share."""
    places = np.arange(len(words.hashes), dtype=np.uint64)
    digest: bytes = mixed(words.hashes + mixed(places)).sum(dtype=np.uint64).tobytes()
    return digest


def _buckets(document_ids: Sequence[str], signatures: Signatures) -> pl.DataFrame:
    """Give a number for each band of each signature; bands at another place have other numbers."""
    bands = signatures.reshape(len(signatures), VALUES // BAND, BAND).copy().view(np.uint64)[:, :, 0]
    numbers = mixed(bands + mixed(np.arange(1, VALUES // BAND + 1, dtype=np.uint64)))
    names = [document_id for document_id in document_ids for _ in range(VALUES // BAND)]
    return pl.DataFrame(
        {"document_id": names, "bucket": _as_int(numbers.ravel())},
        schema={"document_id": pl.String, "bucket": pl.Int32},
    )


def _kept_shingles(
    document_ids: Sequence[str], words: Sequence[Words], held: Sequence[Hashes]
) -> pl.DataFrame:
    """Give the shingles that are kept of each text, each where it first stands."""
    names: list[str] = []
    numbers, starts = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int64)]
    for document_id, one, hashes in zip(document_ids, words, held, strict=True):
        places = np.flatnonzero(hashes % np.uint64(KEPT) == 0)
        kept, firsts = np.unique(_as_int(hashes[places]), return_index=True)
        names += [document_id] * len(kept)
        numbers.append(kept)
        starts.append(one.starts[places[firsts]])
    return pl.DataFrame(
        {"document_id": names, "shingle": np.concatenate(numbers), "start": np.concatenate(starts)},
        schema={"document_id": pl.String, "shingle": pl.Int32, "start": pl.Int32},
    )


def _as_int(hashes: Hashes) -> NDArray[np.int32]:
    """Give the upper half of each hash: what collides is told apart when texts are compared."""
    upper: NDArray[np.int32] = (hashes >> np.uint64(32)).astype(np.uint32).view(np.int32)
    return upper
