"""The books for those who lead: balances, what is owed to suppliers and resellers, tables for the accountant."""
