"""PostgreSQL and a Redis-compatible broker for the demo and the tests; settings and servers never import this."""
