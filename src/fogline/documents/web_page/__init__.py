"""What a web page holds: its text, its tables, its date, its entries, and what hides them."""
