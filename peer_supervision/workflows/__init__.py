"""What people and the hub do with circles: one function for each verb, in one transaction."""
