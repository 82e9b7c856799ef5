"""What counting reaches on a text: n-grams of every length, smoothed by Witten and Bell's rule.

    P(c | h) = (N(h, c) + T(h) · P(c | h without its first character)) / (N(h) + T(h))

h is the context; N counts occurrences in the training text, T the different characters that
followed. A context that never came says what the shorter one says; the empty one falls back on an
even guess.

Source  Witten and Bell, The zero-frequency problem, IEEE Transactions on Information Theory, 1991.
"""

import numpy as np


LONGEST = 6
"""Characters of context, at most: longer ones predict worse on texts of this size."""


def bits(train: np.ndarray, test: np.ndarray, letters: int) -> tuple[float, ...]:
    """Mean bits per character of the test text with 0, 1, … LONGEST characters of context."""
    text = np.concatenate([train, test]).astype(np.int64)
    chances = np.full(len(test), 1 / letters)
    found = []
    for context in range(LONGEST + 1):
        chances = _smoothed(text, len(train), context, letters, chances)
        found.append(float(-np.log2(chances).mean()))
    return tuple(found)


def _smoothed(
    text: np.ndarray, cut: int, context: int, letters: int, shorter: np.ndarray
) -> np.ndarray:
    """The probability of every character from `cut` on, given so many characters before it."""
    before = np.zeros_like(text)
    for back in range(1, context + 1):
        before[context:] = before[context:] * letters + text[context - back : len(text) - back]
    whole = before * letters + text
    contexts, seen = np.unique(before[context:cut], return_counts=True)
    pairs, times = np.unique(whole[context:cut], return_counts=True)
    kinds = np.bincount(np.searchsorted(contexts, pairs // letters), minlength=len(contexts))
    count = _looked_up(contexts, seen, before[cut:])
    kind = _looked_up(contexts, kinds, before[cut:])
    both = _looked_up(pairs, times, whole[cut:])
    known = count > 0
    return np.where(known, (both + kind * shorter) / np.where(known, count + kind, 1), shorter)


def _looked_up(keys: np.ndarray, values: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """The value of each key that is asked for; 0 where there is none."""
    if not len(keys):
        return np.zeros(len(asked))
    place = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.where(keys[place] == asked, values[place], 0)
