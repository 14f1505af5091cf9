"""Finding: the search over everything one may see, the filters as links, saved views, the board and the year."""
