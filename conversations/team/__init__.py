"""Who works here: agents, how they sign in, what their role lets them do, and what they did."""
