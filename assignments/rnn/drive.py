"""How to ask a submission about recurrent networks. Runs inside; knows no answers."""

import sys
from contextlib import nullcontext

import numpy as np


WRITING = 0.8
"""The temperature at which a trained network shows what it can write."""
GRADIENTS = ("x", "h", "params")
SEED = 20
WITHIN = 2.5
LIVELY = 1.8
"""So much should the scores of one character differ from those of another."""


def rnn_cell(function, x, h, params):
    with by_hand("rnn_cell"):
        return function(x, h, params)


def rnn_backward(function, x, h, params, grad_output, which=None):
    """One of the three results; without `which`, all that come back."""
    with by_hand("rnn_backward"):
        found = function(x, h, params, grad_output)
    if which is None:
        return [plain(one) for one in found] if isinstance(found, tuple | list) else [plain(found)]
    return plain(found[GRADIENTS.index(which)])


def clip_gradients(function, gradients, max_norm):
    with by_hand("clip_gradients"):
        return plain(function(gradients, max_norm=max_norm))


def plain(found):
    """A dict of any kind as a dict."""
    return dict(found) if hasattr(found, "items") else found


def by_hand(name):
    """While this lasts PyTorch computes nothing: this half is about NumPy."""
    if "torch" not in sys.modules:
        return nullcontext()
    from torch.overrides import TorchFunctionMode  # noqa: PLC0415  # only where it is there anyway

    class Refusing(TorchFunctionMode):
        def __torch_function__(self, function, types, args=(), kwargs=None):
            called = getattr(function, "__name__", "this")
            raise RuntimeError(
                f"{name} is to be written in NumPy, but it calls PyTorch ({called}); "
                "see section 2 of the handout"
            )

    return Refusing()


def CharRNN(function, vocabulary, ids, other, earlier, cuts, **_):  # noqa: N802  # the exercise's name
    """Facts about one network: scores of texts, whole and in pieces; empty if it gives none."""
    import torch  # noqa: PLC0415  # the NumPy half needs none

    torch.manual_seed(SEED)
    model = function(vocabulary)
    if not isinstance(model, torch.nn.Module):
        return []
    stirred(model, vocabulary)
    with torch.no_grad():
        first = model(torch.from_numpy(ids.copy()))
        if not answered(first):
            return []
        facts = [
            first[0],
            None,
            pieces(model, ids, cuts),
            model(torch.from_numpy(other.copy()))[0],
            model(torch.from_numpy(ids[::-1].copy()))[0],
            model(torch.from_numpy(ids[:1].copy()))[0],
            model(torch.from_numpy(earlier.copy()))[0],
        ]
        facts[1] = model(torch.from_numpy(ids.copy()))[0]
    same = getattr(model, "vocabulary", vocabulary) == vocabulary
    return [*(fact.detach().cpu().numpy() for fact in facts), np.array([int(same)])]


def answered(found):
    """Whether a network gave what can be scores, and a state."""
    if not isinstance(found, tuple | list):
        return False
    scores, *rest = found
    return len(rest) == 1 and hasattr(scores, "detach")


def pieces(model, ids, cuts):
    """The scores of a text that is read piece by piece, each with the state of the one before."""
    import torch  # noqa: PLC0415

    state, scores = None, []
    for part in np.split(ids, cuts, axis=1):
        found, state = model(torch.from_numpy(part.copy()), state)
        scores.append(found)
    fit = all(one.shape[:2] == (len(ids), length) for one, length in lengths(scores, ids, cuts))
    return torch.cat(scores, dim=1) if fit else torch.zeros(0)


def lengths(scores, ids, cuts):
    """The scores of every piece, and how many characters it has."""
    return zip(scores, np.diff([0, *cuts, ids.shape[1]]), strict=True)


def stirred(model, vocabulary):
    """Moves all weights, the outer ones until scores differ: zeros in a new network say nothing.

    Those within are moved a little, by their fan-in: a network that is shaken harder becomes
    chaotic, and what rounding does to one step decides the next ones.
    """
    import torch  # noqa: PLC0415

    model.eval()
    weights = [p for p in model.parameters() if p.is_floating_point()]
    outer = [p for p in weights if p.ndim and len(p) == len(vocabulary)]
    rng = torch.Generator().manual_seed(SEED)
    for weight in weights:
        fan_in = weight.shape[-1] if weight.ndim > 1 else weight.numel()
        moved(weight, WITHIN / max(fan_in, 1) ** 0.5, rng)
    ids = torch.randint(len(vocabulary), (2, 8), generator=rng)
    for size in (0.0, 0.2, 0.2, 0.4, 0.6, 0.8, 1.0):
        for weight in outer:
            moved(weight, size, rng)
        with torch.no_grad():
            found = model(ids)
        scores = found[0] if answered(found) else None
        if scores is None or len(vocabulary) == 1 or float(scores.std(-1).mean()) >= LIVELY:
            break
    return model


def moved(weight, size, rng):
    """Adds normal noise of this size to a parameter."""
    import torch  # noqa: PLC0415

    step = torch.randn(weight.shape, generator=rng, dtype=torch.float64)
    with torch.no_grad():
        weight.add_((size * step).to(weight))


def sample(function, names, vocabulary, prompt, length, temperature, seed, count, weights):
    """Facts about texts under `count` seeds, and what their own network says of every character.

    lengths, ids, the first text again; scores after the whole history, after the history without
    all of the prompt but its last character, after the last character alone, and after a history in
    which nothing that was drawn was read.
    """
    import torch  # noqa: PLC0415

    if not callable(names.get("CharRNN")):
        raise RuntimeError("sample is asked about a CharRNN of yours, but there is none")  # noqa: TRY004  # read by students
    torch.manual_seed(weights)
    model = stirred(names["CharRNN"](vocabulary), vocabulary)
    said = []
    for number in [*range(count), 0]:
        elsewhere(number + len(said))
        said.append(function(model, prompt, length=length, temperature=temperature,
                             seed=seed + number))  # fmt: skip
        model.eval()
    if not all(isinstance(one, str) for one in said):
        return []
    said = [new(one, prompt, length) for one in said]
    lengths = np.array([len(one) for one in said[:-1]])
    places = {letter: place for place, letter in enumerate(vocabulary)}
    padded = np.full((len(said), length), -1)
    for row, one in zip(padded, said, strict=True):
        row[: len(one)] = [places.get(letter, -1) for letter in one[:length]]
    ids, again = padded[:-1], padded[-1]
    asked = np.array([places[letter] for letter in prompt])
    return [lengths, ids, again, *histories(model, ids.clip(0), asked, temperature)]


def train(function, model, loader, seed, device):  # noqa: ARG001  # asked like all trainings
    """The trained network; `loader` is the whole text."""
    return function(loader, device=device, seed=seed)


def train_predict(model, ids, state, letters):
    """The scores after every character, in the order of `letters`, and the state to go on with."""
    import torch  # noqa: PLC0415

    vocabulary = model.vocabulary
    if sorted(vocabulary) != sorted(letters):
        raise ValueError(
            f"the vocabulary of the trained model has {len(vocabulary)} characters, "
            f"but the text has {len(letters)}: it should be ''.join(sorted(set(text)))"
        )
    order = np.array([vocabulary.index(letter) for letter in letters])
    model.eval()
    device = next((p.device for p in model.parameters()), "cpu")
    with torch.no_grad():
        scores, state = model(torch.from_numpy(order[ids]).to(device), state)
    return scores.float().cpu().numpy()[..., order], state


def train_write(names, model, length, seed):
    """What the trained network writes by itself, from the first character of its vocabulary on."""
    prompt = model.vocabulary[0]
    said = names["sample"](
        model.cpu(), prompt, length=length, temperature=WRITING, seed=seed
    )  # fmt: skip
    return new(said, prompt, length)


def train_digits(function, model, loader, seed, device):  # noqa: ARG001  # asked like all trainings
    """The trained model; `loader` is all images."""
    return function(loader, device=device, seed=seed)


def train_digits_draw(names, model, count, seed):
    """So many new images, whatever the global generators do meanwhile."""
    if not callable(names.get("sample_digits")):
        raise RuntimeError("train_digits is judged by what sample_digits draws, but there is none")  # noqa: TRY004  # read by students
    elsewhere(np.random.SeedSequence().entropy % 2**20)
    found = names["sample_digits"](model, count, seed=seed)
    return np.asarray(found.detach().cpu() if hasattr(found, "detach") else found)


def elsewhere(number):
    """The global generators in other states than before: nobody should rely on them."""
    import random  # noqa: PLC0415, TID251  # the student's, to be moved

    import torch  # noqa: PLC0415

    torch.manual_seed(1000 + 7 * number)
    np.random.seed(2000 + 7 * number)  # noqa: NPY002, TID251
    random.seed(3000 + 7 * number)


def new(text, prompt, length):
    """A text without the prompt, where it stands before it."""
    whole = len(text) == len(prompt) + length and text.startswith(prompt)
    return text[len(prompt) :] if whole else text


def histories(model, ids, prompt, temperature):
    """The scores of every character after the four histories.

    A network that reads pieces otherwise than the whole has been told so: here the way of reading
    counts that explains the characters better.
    """
    import torch  # noqa: PLC0415

    count, length = ids.shape
    letters = len(model.vocabulary) if hasattr(model, "vocabulary") else 0
    if not length:
        return [np.zeros((count, 0, letters))] * 4
    before = np.broadcast_to(prompt, (count, len(prompt)))
    read = np.concatenate([before, ids[:, :-1]], axis=1)
    deaf = np.concatenate([before, np.full((count, length - 1), prompt[-1])], axis=1)
    last = read[:, len(prompt) - 1 :]
    with torch.no_grad():
        whole, short, unread = (
            model(torch.from_numpy(np.ascontiguousarray(one)))[0][:, -length:]
            for one in (read, last, deaf)
        )
        alone = model(torch.from_numpy(last.reshape(-1, 1).copy()))[0].reshape(count, length, -1)
        stepped = pieces(model, read, range(len(prompt), read.shape[1]))
        stepped = stepped[:, -length:] if stepped.ndim == whole.ndim else whole
        drawn = torch.from_numpy(ids.copy())[..., None]
        likely = [
            (one / temperature).log_softmax(-1).gather(-1, drawn).sum() for one in (whole, stepped)
        ]
        whole = stepped if likely[1] > likely[0] + 1 else whole
    return [one.detach().cpu().numpy() for one in (whole, short, alone, unread)]
