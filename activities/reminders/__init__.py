"""When a person is reminded: working days, the slots around a date, and the one statement that says who is due."""
