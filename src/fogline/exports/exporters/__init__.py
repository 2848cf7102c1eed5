"""The kinds of exports, one module each: its ``EXPORTER`` says what it is and writes it."""
