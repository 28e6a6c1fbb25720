"""Where data comes from: what people agreed to, and how good the data is, followed to where it is used."""
