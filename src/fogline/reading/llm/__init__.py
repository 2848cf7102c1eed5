"""The reader that asks a large model, and takes from its answers what the text's words carry."""
