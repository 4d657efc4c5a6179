"""The Nucleus protocol once more, written from the pages in the folder above. README.md says what for."""
