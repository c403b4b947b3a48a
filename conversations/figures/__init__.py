"""What leaders read of the work: the live board, the summary of a period, and a table of its conversations."""
