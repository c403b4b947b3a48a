"""How fast payments are acknowledged and told: `make bench-payments`."""
