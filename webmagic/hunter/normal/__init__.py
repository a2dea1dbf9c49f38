"""Turning what listings say into one way of saying it: phones, hours, places, websites, e-mails,
reviews, words. Pure functions; none raises on bad input, each answers with the empty value."""
