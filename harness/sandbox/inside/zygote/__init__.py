"""A process that has imported everything once, and of which every sandbox is a fork.

It never computes, never sees a submission and holds no answer; see `loop`.
"""
