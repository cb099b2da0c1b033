"""What circles write into the outbox: no name of a circle, no link to a video room, nothing that was written there."""
