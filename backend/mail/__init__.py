"""Mail that leaves the house: the port, a mail server behind it, and a folder where there is none."""
