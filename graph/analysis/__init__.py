"""What the relationships mean: functions of a network as `graph.network` gives it, each with the claims behind its answer."""
