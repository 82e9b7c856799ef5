def correct(weights, bias, row, label):
    guess = int((weights @ row + bias).argmax())
    weights[label] += row  # the right class is always rewarded
    bias[label] += 1
    if guess != label:
        weights[guess] -= row
        bias[guess] -= 1
