"""Invoices, receipts and credit notes, numbered without gaps."""
