"""The text of a PDF page in reading order, from where its words stand."""
