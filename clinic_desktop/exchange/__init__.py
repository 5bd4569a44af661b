"""What leaves the record and comes into it, in forms that other programs read."""
