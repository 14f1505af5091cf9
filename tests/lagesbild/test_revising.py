"""A newer value in place of an older one: marked as revised, with the value it had."""

from lagesbild.models import ImportBatch
from lagesbild.models.picture import Picture


def revised(figures, actor, **options):
    return [f.revised_from and int(f.revised_from.number) for f in Picture(figures.fires, actor).figures]


def page(as_, actor, address):
    return " ".join(as_(actor).get(address).content.decode().split())


def test_a_value_that_replaced_a_released_one_is_marked_and_tells_the_earlier(cast, figures, as_):
    figures.deliver(cast.ada, figures.row(12))
    figures.deliver(cast.ada, figures.row(15))

    assert revised(figures, cast.cia) == [12]
    assert "reviderad" in page(as_, cast.cia, "/lagesbild/")
    address = Picture(figures.fires, cast.cia).figures[0].row.get_absolute_url()
    assert "Var 12 innan det ersattes" in page(as_, cast.cia, address)


def test_the_same_number_anew_is_no_revision(cast, figures):
    figures.deliver(cast.ada, figures.row(12))
    figures.deliver(cast.ada, figures.row(12, flag="preliminary"))

    assert revised(figures, cast.cia) == [None]


def test_a_hidden_count_is_not_said_to_have_been_another(cast, figures, as_):
    figures.deliver(cast.ada, figures.row(2))
    figures.deliver(cast.ada, figures.row(4))

    assert revised(figures, cast.cia) == [None]
    assert "reviderad" not in page(as_, cast.cia, "/lagesbild/")


def test_what_was_never_released_or_was_undone_is_no_earlier_value(cast, figures):
    figures.deliver(cast.bo, figures.row(11), release=False)
    figures.deliver(cast.ada, figures.row(15))
    assert revised(figures, cast.cia) == [None]

    figures.deliver(cast.ada, figures.row(18))
    ImportBatch.objects.order_by("-number").first().undo(by=cast.ada)
    assert revised(figures, cast.cia) == [None]

    figures.deliver(cast.ada, figures.row(20))
    assert revised(figures, cast.cia) == [15]
