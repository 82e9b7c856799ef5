"""What leaves the house: kits for students, bundles for the platforms that run checks."""
