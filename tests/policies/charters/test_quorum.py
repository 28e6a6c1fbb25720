"""When what seats said is a decision: by examples, and for any charter and any votes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.charters import Outcome, Say, Terms, Voice, shipped_charter, tally

PRIVACY, SECURITY, LEGAL, IT = "privacy", "security", "legal", "it"
TWO = Terms(
    required=(PRIVACY, SECURITY),
    may_vote=(IT,),
    minimum_votes=2,
    veto=(PRIVACY,),
    stands_in={SECURITY: LEGAL},
)
YES = {Say.APPROVE, Say.APPROVE_WITH_CONDITIONS}


def said(*voices: tuple[str, Say]) -> list[Voice]:
    return [Voice(seat, say, person) for person, (seat, say) in enumerate(voices)]


@pytest.mark.parametrize(
    ("voices", "outcome"),
    [
        ([(PRIVACY, Say.APPROVE)], None),
        ([(PRIVACY, Say.APPROVE), (IT, Say.APPROVE)], None),
        ([(PRIVACY, Say.APPROVE), (SECURITY, Say.APPROVE)], Outcome.APPROVED),
        ([(PRIVACY, Say.APPROVE_WITH_CONDITIONS), (SECURITY, Say.APPROVE)], Outcome.APPROVED_WITH_CONDITIONS),
        ([(PRIVACY, Say.REJECT)], Outcome.REJECTED),
        ([(SECURITY, Say.REJECT)], None),
        ([(SECURITY, Say.REJECT), (PRIVACY, Say.APPROVE)], Outcome.REJECTED),
        ([(SECURITY, Say.REJECT), (PRIVACY, Say.APPROVE), (IT, Say.APPROVE)], Outcome.APPROVED),
        ([(SECURITY, Say.REQUEST_CHANGES)], Outcome.CHANGES_REQUESTED),
        ([(SECURITY, Say.ABSTAIN), (PRIVACY, Say.APPROVE)], None),
        ([(SECURITY, Say.ABSTAIN), (PRIVACY, Say.APPROVE), (IT, Say.APPROVE)], Outcome.APPROVED),
        ([(LEGAL, Say.APPROVE), (PRIVACY, Say.APPROVE)], None),
        ([("marketing", Say.REQUEST_CHANGES)], None),
    ],
)
def test_seats_decide_as_the_terms_say(voices, outcome):
    assert tally(TWO, said(*voices)).outcome is outcome


def test_who_stands_in_is_heard_once_everybody_in_the_seat_has_a_part():
    voices = said((PRIVACY, Say.APPROVE), (LEGAL, Say.APPROVE))
    assert tally(TWO, voices).missing == (SECURITY,)
    found = tally(TWO, voices, recused={SECURITY})
    assert (found.required, found.outcome) == ((PRIVACY, LEGAL), Outcome.APPROVED)


def test_a_seat_without_anybody_to_stand_in_waits():
    found = tally(TWO, said((PRIVACY, Say.APPROVE), (IT, Say.APPROVE)), recused={SECURITY, LEGAL})
    assert (found.missing, found.outcome) == ((SECURITY,), None)


def test_an_alternate_counts_where_no_holder_was_heard():
    alternate = Voice(SECURITY, Say.APPROVE, "Alva", is_alternate=True)
    voices = [*said((PRIVACY, Say.APPROVE)), alternate]
    assert tally(TWO, voices).outcome is Outcome.APPROVED
    assert (
        tally(TWO, [*voices, Voice(SECURITY, Say.REQUEST_CHANGES, "Sven")]).outcome
        is Outcome.CHANGES_REQUESTED
    )


def test_a_lent_vote_gives_way_to_what_its_lender_says_and_to_nobody_else():
    """Sven lent his vote to Lena; Sara holds the same seat and said something milder."""
    lent = Voice(SECURITY, Say.REJECT, "Lena", lent_by="Sven")
    voices = [*said((PRIVACY, Say.APPROVE)), Voice(SECURITY, Say.APPROVE, "Sara"), lent]
    assert tally(TWO, voices).said[SECURITY] is Say.REJECT
    found = tally(TWO, [*voices, Voice(SECURITY, Say.ABSTAIN, "Sven")])
    assert (found.said[SECURITY], lent in found.counted) == (Say.APPROVE, False)
    elsewhere = Voice(IT, Say.APPROVE, "Sven")
    assert tally(TWO, [*voices, elsewhere]).said[SECURITY] is Say.REJECT


def test_the_vote_that_an_alternate_lent_gives_way_to_a_holder():
    lent = Voice(SECURITY, Say.REJECT, "Lena", is_alternate=True, lent_by="Alva")
    assert tally(TWO, [lent]).said[SECURITY] is Say.REJECT
    assert tally(TWO, [lent, Voice(SECURITY, Say.APPROVE, "Sara")]).said[SECURITY] is Say.APPROVE


def test_who_was_outvoted_in_their_own_seat_is_not_counted():
    milder, stricter = Voice(SECURITY, Say.APPROVE, "Sven"), Voice(SECURITY, Say.REJECT, "Sara")
    assert tally(TWO, [milder, stricter]).counted == {stricter}


def test_two_holders_of_a_seat_have_one_voice_the_stricter_one():
    voices = said((SECURITY, Say.APPROVE), (SECURITY, Say.REJECT), (PRIVACY, Say.APPROVE))
    found = tally(TWO, voices)
    assert (found.said[SECURITY], found.outcome) == (Say.REJECT, Outcome.REJECTED)


SEATS = st.sampled_from((PRIVACY, SECURITY, LEGAL, IT, "marketing", "risk"))
PEOPLE = st.integers(0, 8)
LENDERS = st.none() | PEOPLE
VOICES = st.lists(
    st.builds(Voice, SEATS, st.sampled_from(Say), PEOPLE, st.booleans(), LENDERS),
    max_size=12,
    unique_by=lambda voice: voice.person,
)
RECUSED = st.frozensets(SEATS, max_size=4)


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    required = draw(st.lists(SEATS, min_size=1, max_size=4, unique=True))
    may_vote = draw(st.lists(SEATS, max_size=3, unique=True))
    heard = {*required, *may_vote}
    return Terms(
        required=tuple(required),
        may_vote=tuple(may_vote),
        minimum_votes=draw(st.integers(1, len(heard))),
        veto=tuple(draw(st.lists(st.sampled_from(sorted(heard)), max_size=2, unique=True))),
        stands_in=draw(st.dictionaries(st.sampled_from(required), SEATS, max_size=2)),
    )


@given(terms(), VOICES, RECUSED)
def test_nothing_is_approved_before_every_required_seat_was_heard(terms, voices, recused):
    found = tally(terms, voices, recused=recused)
    if found.outcome not in {Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS}:
        return
    heard = {voice.seat for voice in found.counted}
    for seat in terms.required:
        assert seat in heard - recused or (seat in recused and terms.stands_in.get(seat) in heard - recused)
    assert not any(found.said.get(seat) is Say.REJECT for seat in terms.veto)
    assert Say.REQUEST_CHANGES not in found.said.values()
    yes = sum(say in YES for say in found.said.values())
    no = sum(say is Say.REJECT for say in found.said.values())
    assert yes > no
    assert yes + no >= terms.minimum_votes


@given(terms(), VOICES, RECUSED, st.randoms())
def test_the_order_in_which_seats_are_heard_changes_nothing(terms, voices, recused, chance):
    shuffled = list(voices)
    chance.shuffle(shuffled)
    assert tally(terms, shuffled, recused=recused) == tally(terms, voices, recused=recused)


@given(terms(), VOICES, RECUSED)
def test_who_is_not_heard_by_the_terms_changes_nothing(terms, voices, recused):
    outside = [voice for voice in voices if voice.seat in terms.voting]
    assert tally(terms, outside, recused=recused) == tally(terms, voices, recused=recused)


@given(terms())
def test_terms_are_kept_and_read_back_as_they_were(terms):
    assert Terms.from_json(terms.to_json()) == terms


def test_one_seat_decides_on_what_is_on_the_fast_track_and_two_on_what_is_not_classified():
    charter = shipped_charter()
    assert charter.terms_for("use_case", "minimal").fast_track
    assert charter.terms_for("use_case", "unclassified").required == (PRIVACY, SECURITY)
