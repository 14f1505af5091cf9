"""Reading the spreadsheets that parties send: from an untrusted file to observations, with nothing coerced silently.

The way through is open_workbook → find_tables → observe. No module here knows a model or a database.
"""
