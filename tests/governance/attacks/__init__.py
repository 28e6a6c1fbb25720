"""Ways round the separation of duties, each an act in a world that has to stay as it is."""
