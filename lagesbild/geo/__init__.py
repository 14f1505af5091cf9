"""A municipality's own polygons: read from GeoJSON, and drawn as the shapes of the picture's map."""
