"""The open data that the directory is found by: what is shipped, how it is loaded, whom to thank."""
