"""Pages of the standards: thin views over queries and workflows."""
