"""How fast webhooks are acknowledged: `make bench-gateway`."""
