"""References: CSL-JSON as we keep it, read from RIS, written as RIS, BibTeX and plain words. Pure, no database."""
