"""The municipality's own polygons: read, refused with a sentence, drawn, and taken back."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from collab.models import AreaAlias, AuditEvent
from lagesbild.geo.drawing import shapes
from lagesbild.geo.reading import SWEREF99, WGS84, read_features
from lagesbild.models import Outlines
from lagesbild.models.picture import Picture

NORTH = [[18.0, 59.2], [18.2, 59.2], [18.2, 59.3], [18.0, 59.3], [18.0, 59.2]]
SOUTH = [[18.0, 59.1], [18.2, 59.1], [18.2, 59.2], [18.0, 59.2], [18.0, 59.1]]


def feature(ring, kind="Polygon", **properties):
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": [ring] if kind == "Polygon" else ring},
    }


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def load(cast, *features, by=None):
    by = by or cast.ada
    found = read_features(collection(*features), WGS84)
    return Outlines.objects.create(
        collaboration=by.party.collaboration,
        uploaded_by=by,
        file_name="delar.geojson",
        system=WGS84,
        credit="Ekby kommun 2026, CC0",
        features=[{"properties": f.properties, "rings": f.rings} for f in found],
    )


BAD = [
    (b"nej", WGS84, "inte GeoJSON"),
    (b'{"a": NaN}', WGS84, "inte GeoJSON"),
    (b"[" * 200_000, WGS84, "inte GeoJSON"),
    (b"[]", WGS84, "ingen FeatureCollection"),
    (collection(), WGS84, "ingen FeatureCollection"),
    (collection(feature([18, 59], "Point")), WGS84, "Objekt 1 är Point"),
    (collection({"type": "Feature", "geometry": None}), WGS84, "Objekt 1 är utan geometri"),
    (collection(feature(NORTH), feature(NORTH[:3])), WGS84, "Objekt 2 har en ring med färre än fyra punkter"),
    (collection(feature(NORTH[:4])), WGS84, "inte är sluten"),
    (collection(feature([["a", 1]] * 4)), WGS84, "inte är två tal"),
    (collection(feature([[True, 59]] * 4)), WGS84, "inte är två tal"),
    (collection(feature(NORTH)), SWEREF99, "inte öst och nord i SWEREF99 TM"),
    (collection(feature([[y, x] for x, y in NORTH])), WGS84, "inte longitud och latitud"),
    (collection(feature(NORTH), crs={"properties": {"name": "EPSG:3006"}}), WGS84, "annat koordinatsystem"),
    (collection(feature(NORTH, kontakt="anna.andersson@example.org")), WGS84, "personuppgifter"),
    (b" " * 5_000_001, WGS84, "större än 5,0"),
    (collection(*[feature(NORTH)] * 2001), WGS84, "fler än 2"),
]


@pytest.mark.parametrize(("content", "system", "words"), BAD)
def test_what_cannot_be_drawn_is_refused_in_one_sentence(content, system, words):
    with pytest.raises(ValidationError) as refused:
        read_features(content, system)
    assert words in refused.value.messages[0]


def test_a_refused_file_is_told_at_its_field_and_nothing_is_kept(cast, as_):
    file = SimpleUploadedFile("fel.geojson", collection(feature([18, 59], "Point")))
    sent = {"file": file, "system": WGS84, "credit": "Ekby kommun"}
    answer = as_(cast.ada).post("/lagesbild/kartor/ny/", sent)

    assert "Bara ytor kan ritas" in str(answer.context["form"].errors["file"])
    assert not Outlines.objects.exists()


def test_a_file_is_loaded_tied_by_its_best_property_and_drawn_with_its_source(cast, figures, as_):
    figures.deliver(cast.ada, figures.row(20), figures.row(30, area=figures.south))
    file = SimpleUploadedFile(
        "delar.geojson",
        collection(
            feature(NORTH, id=1, namn="NORRA EKBY "),
            feature(SOUTH, id=2, namn="Södra Ekby"),
            feature(SOUTH, id=3, namn="Okänd del"),
        ),
    )
    sent = {"file": file, "system": WGS84, "credit": "Ekby kommun 2026, CC0"}
    address = as_(cast.ada).post("/lagesbild/kartor/ny/", sent).url
    html = as_(cast.ada).get(address).content.decode()
    assert "namn, till exempel ”NORRA EKBY”: 2 platser" in html
    assert "Okänd del" in html
    as_(cast.ada).post(address, {"egenskap": "namn"})

    picture = Picture(figures.fires, cast.cia)
    assert [area["label"] for area in picture.map["areas"]] == ["Norra Ekby", "Södra Ekby"]
    assert not picture.map["is_tiles"]
    html = as_(cast.cia).get("/lagesbild/").content.decode()
    assert "Gränser: Ekby kommun 2026, CC0." in html
    assert "Schematisk karta" not in html
    assert AuditEvent.objects.filter(verb="outlined", actor=cast.ada).count() == 1


def test_places_go_by_code_and_alias_and_a_shared_name_means_none(cast, figures):
    cast.north.code = "0199A"
    cast.north.save()
    AreaAlias.objects.create(area=figures.south, text="Söder")
    AreaAlias.objects.create(area=figures.south, text="Delat")
    AreaAlias.objects.create(area=cast.north, text="Delat")
    AreaAlias.objects.create(area=cast.north, text="Polisens namn", party=cast.p)
    texts = ("0199a", "SÖDER", "Delat", "Polisens namn")
    outlines = load(cast, *(feature(NORTH, del_=text) for text in texts))

    matched, unknown = outlines.matches("del_")
    assert {area.name for area in matched} == {"Norra Ekby", "Södra Ekby"}
    assert unknown == ["Delat", "Polisens namn"]


def test_a_measured_place_without_an_outline_becomes_a_tile_in_the_same_classes(cast, figures):
    third = figures.south.__class__.objects.create(
        collaboration=cast.ekby, kind="district", name="Östra Ekby", parent=cast.town
    )
    figures.deliver(
        cast.ada, figures.row(20), figures.row(30, area=figures.south), figures.row(90, area=third)
    )
    outlines = load(cast, feature(NORTH, namn="Norra Ekby"), feature(SOUTH, namn="Södra Ekby"))
    outlines.use("namn", by=cast.ada)

    picture = Picture(figures.fires, cast.cia)
    assert [area["label"] for area in picture.tiles["areas"]] == ["Östra Ekby"]
    assert picture.tiles["is_tiles"]
    assert picture.tiles["legend"] == picture.map["legend"]


def test_outlines_taken_back_leave_the_shapes_there_were(cast, figures):
    before = {"path": "M0 0L1 0L1 1Z", "label": [0, 0]}
    cast.north.shape = before
    cast.north.save()
    outlines = load(cast, feature(NORTH, namn="Norra Ekby"))
    outlines.use("namn", by=cast.ada)
    cast.north.refresh_from_db()
    assert cast.north.shape["credit"] == "Ekby kommun 2026, CC0"

    outlines.take_back(by=cast.ada)
    cast.north.refresh_from_db()
    assert cast.north.shape == before


def test_outlines_of_two_files_are_never_drawn_in_one_map(cast, figures):
    figures.deliver(cast.ada, figures.row(20), figures.row(30, area=figures.south))
    load(cast, feature(NORTH, namn="Norra Ekby")).use("namn", by=cast.ada)
    load(cast, feature(SOUTH, namn="Södra Ekby")).use("namn", by=cast.ada)

    assert Picture(figures.fires, cast.cia).map["is_tiles"]


def test_a_small_place_has_its_label_outside_and_a_ring_of_many_points_is_simplified():
    many = [[x, 0] for x in range(10_000)] + [[10_000, 10_000], [0, 10_000], [0, 0]]
    small = [[4000, 4000], [4100, 4000], [4100, 4100], [4000, 4100], [4000, 4000]]
    found = shapes({"large": [many], "small": [small]})

    assert found["large"]["path"].count("L") < 10
    assert "leader" not in found["large"]
    assert found["small"]["label"][0] > 500
    assert found["small"]["leader"]
