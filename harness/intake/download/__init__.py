"""What was downloaded from a learning platform, into a batch that can be graded as it is."""
