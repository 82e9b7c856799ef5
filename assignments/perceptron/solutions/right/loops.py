class Perceptron:
    """No arrays at all: lists of numbers. numpy only makes the answer."""

    def __init__(self, features, classes):
        self.weights = [[0.0] * features for _ in range(classes)]
        self.biases = [0.0] * classes

    def _winner(self, row):
        best, best_score = 0, None
        for c in range(len(self.biases)):
            score = self.biases[c]
            for w, v in zip(self.weights[c], row):
                score += w * v
            if best_score is None or score >= best_score:
                best, best_score = c, score
        return best

    def _add(self, c, row, sign):
        for j in range(len(row)):
            self.weights[c][j] += sign * row[j]
        self.biases[c] += sign

    def fit(self, x, y, epochs):
        rows, labels = x.tolist(), y.tolist()
        for _ in range(epochs):
            for row, label in zip(rows, labels):
                winner = self._winner(row)
                if winner != label:
                    self._add(label, row, +1)
                    self._add(winner, row, -1)

    def predict(self, x):
        import numpy as np

        return np.array([self._winner(row) for row in x.tolist()], dtype=int)
