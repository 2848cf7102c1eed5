"""The version of the program, for all who name it in what they write."""

VERSION = "0.1.0"
