"""How fast, how surely and how cheaply the realtime hub tells a thousand people what happens."""
