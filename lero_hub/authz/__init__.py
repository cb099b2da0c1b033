"""Who may see and do what: roles, actors, policies, and the views that ask them. No page of its own."""
