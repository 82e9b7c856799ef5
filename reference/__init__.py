"""What is true: one topic a file, the equation first. Knows nothing of grading."""
