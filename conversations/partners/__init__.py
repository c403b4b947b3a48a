"""The page of a supplier or reseller: what they are owed and what concerns them, to be read only."""
