"""The traveller's trips beside the conversation: the backend's services, for agents, as the bot has them."""
