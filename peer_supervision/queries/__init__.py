"""What pages read about circles."""
