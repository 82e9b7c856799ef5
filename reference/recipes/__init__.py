"""What trains well: whole solutions that the thresholds of a training are measured with."""
