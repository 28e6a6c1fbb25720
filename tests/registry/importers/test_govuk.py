from registry.importers.govuk import sections_of


def test_a_heading_is_a_question_and_the_text_under_it_the_answer() -> None:
    html = (
        "<p>Before</p><h2>Tier 1</h2><h3>1 - Name</h3><p>Tide &amp; time</p><ul><li>one</li><li>two</li></ul>"
    )
    assert list(sections_of(html)) == [("Tier 1", ""), ("Tier 1 › 1 - Name", "Tide & time\none\ntwo")]


def test_a_heading_ends_those_of_its_level_and_below() -> None:
    html = "<h2>A</h2><h3>b</h3><p>x</p><h2>C</h2><h4>d <em>e</em></h4>y"
    assert [path for path, _ in sections_of(html)] == ["A", "A › b", "C", "C › d e"]


def test_broken_markup_is_read_as_far_as_it_goes() -> None:
    assert list(sections_of("<h2>A</h3><p>x</p><b>y <h3>z")) == [("A", "x\ny")]
