"""Read GeoJSON that somebody uploaded: only areas, in a stated coordinate system, within limits; else one sentence."""

import json
import math
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from collab.numbers import number, size
from collab.personal_data import find_personal_data

BYTES_AT_MOST = 5_000_000
FEATURES_AT_MOST, POINTS_AT_MOST = 2_000, 200_000
PROPERTIES_AT_MOST, TEXT_AT_MOST = 30, 120
WGS84, SWEREF99 = "wgs84", "sweref99tm"
# What a file may call the systems, and the stretch of them that Sweden lies in: west, south, east, north.
NAMES = {WGS84: ("CRS84", "4326"), SWEREF99: ("3006",)}
SWEDEN = {WGS84: (10, 55, 25, 70), SWEREF99: (200_000, 6_000_000, 1_000_000, 7_800_000)}
METRES_PER_DEGREE = 111_320


@dataclass(frozen=True)
class Feature:
    """One feature: what is written about it, and its rings in metres, y downwards as on a screen."""

    properties: dict
    rings: list


def read_features(content, system):
    """The features of a file; ValidationError with the sentence that says what is wrong and where."""
    if len(content) > BYTES_AT_MOST:
        raise ValidationError(
            _("The file is larger than %(size)s. Simplify the polygons and save it anew.")
            % {"size": size(BYTES_AT_MOST)}
        )
    held = parsed(content)
    check_system(held, system)
    found = held.get("features") if held.get("type") == "FeatureCollection" else None
    if not isinstance(found, list) or not found:
        raise ValidationError(_("The file is no FeatureCollection with at least one feature."))
    if len(found) > FEATURES_AT_MOST:
        raise ValidationError(
            _("The file has more than %(n)s features. Save only the municipality's own.")
            % {"n": number(FEATURES_AT_MOST)}
        )
    polygons = [rings_of(feature, n, system) for n, feature in enumerate(found, 1)]
    if sum(len(ring) for rings in polygons for ring in rings) > POINTS_AT_MOST:
        raise ValidationError(
            _("The polygons have more than %(n)s points. Simplify them and save the file anew.")
            % {"n": number(POINTS_AT_MOST)}
        )
    shrink = math.cos(math.radians(middle(polygons))) if system == WGS84 else 1
    scale = METRES_PER_DEGREE if system == WGS84 else 1
    return [
        Feature(
            properties_of(feature, n),
            [[[round(x * scale * shrink), round(-y * scale)] for x, y in ring] for ring in rings],
        )
        for n, (feature, rings) in enumerate(zip(found, polygons, strict=True), 1)
    ]


def parsed(content):
    def no_number(text):
        raise ValueError(text)

    try:
        held = json.loads(content.decode("utf-8-sig"), parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        raise ValidationError(_("The file is not GeoJSON: it cannot be read as JSON in UTF-8.")) from error
    if not isinstance(held, dict):
        raise ValidationError(_("The file is no FeatureCollection with at least one feature."))
    return held


def check_system(held, system):
    """A file that itself names a coordinate system must name the one that was stated."""
    named = held.get("crs")
    if named is None:
        return
    if not any(name in json.dumps(named) for name in NAMES[system]):
        raise ValidationError(
            _("The file says that it is in another coordinate system than the one you chose.")
        )


def rings_of(feature, n, system):
    """Every ring of a feature that is an area."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValidationError(
            _("Feature %(n)s is %(kind)s. Only areas can be drawn: Polygon or MultiPolygon.")
            % {"n": n, "kind": kind if isinstance(kind, str) else _("without a geometry")}
        )
    held = geometry.get("coordinates")
    polygons = [held] if kind == "Polygon" else held
    if not isinstance(polygons, list) or not all(isinstance(p, list) and p for p in polygons) or not polygons:
        raise ValidationError(_("Feature %(n)s has no rings.") % {"n": n})
    return [ring_of(ring, n, system) for polygon in polygons for ring in polygon]


def ring_of(ring, n, system):
    if not isinstance(ring, list) or len(ring) < 4:
        raise ValidationError(_("Feature %(n)s has a ring with fewer than four points.") % {"n": n})
    points = [point_of(point, n, system) for point in ring]
    if points[0] != points[-1]:
        raise ValidationError(_("Feature %(n)s has a ring that is not closed.") % {"n": n})
    return points


def point_of(point, n, system):
    good = isinstance(point, list) and len(point) > 1
    numbers = point[:2] if good else []
    if not good or not all(type(c) in (int, float) and math.isfinite(c) for c in numbers):
        raise ValidationError(_("Feature %(n)s has a point that is not two numbers.") % {"n": n})
    west, south, east, north = SWEDEN[system]
    x, y = numbers
    if not (west <= x <= east and south <= y <= north):
        values = {"n": n, "x": f"{x:g}", "y": f"{y:g}"}
        if system == WGS84:
            raise ValidationError(
                _("Feature %(n)s has the point %(x)s, %(y)s: not longitude and latitude in Sweden (WGS84).")
                % values
            )
        raise ValidationError(
            _("Feature %(n)s has the point %(x)s, %(y)s: not east and north in SWEREF99 TM.") % values
        )
    return x, y


def properties_of(feature, n):
    """Its short texts and numbers as text; what looks like a person's data is refused."""
    held = feature.get("properties")
    kept = {}
    for name, value in (held if isinstance(held, dict) else {}).items():
        if type(value) not in (str, int, float) or len(kept) == PROPERTIES_AT_MOST:
            continue
        text = str(value).strip()[:TEXT_AT_MOST]
        if type(value) is str and find_personal_data(text):
            raise ValidationError(
                _("Feature %(n)s has something in “%(name)s” that looks like personal data. Take it away.")
                % {"n": n, "name": name[:40]}
            )
        kept[name[:TEXT_AT_MOST]] = text
    return kept


def middle(polygons):
    """The latitude in the middle of everything."""
    ys = [y for rings in polygons for ring in rings for _x, y in ring]
    return (min(ys) + max(ys)) / 2
