def heights_of(trees):
    """Every different subtree with its height."""
    heights = {}

    def height(tree):
        if tree not in heights:
            heights[tree] = 0 if isinstance(tree, int) else 1 + max(map(height, tree))
        return heights[tree]

    for tree in trees:
        height(tree)
    return heights
