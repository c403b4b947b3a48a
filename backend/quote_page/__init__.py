"""The page of a quote: whoever has its address sees the trip and how it stands, and can pay for it."""
