"""The shapes of what the API says. They read, and never write: manifests come in through ``policies``."""
