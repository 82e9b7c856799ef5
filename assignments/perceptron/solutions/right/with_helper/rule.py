def winner(scores):
    return int(scores.argmax())


def correct(weights, bias, row, label):
    """One row of the rule. Says whether it was a mistake."""
    guess = winner(weights @ row + bias)
    if guess == label:
        return False
    for c, sign in ((label, 1), (guess, -1)):
        weights[c] += sign * row
        bias[c] += sign
    return True
