"""A contradiction is told in the fewest demands: together impossible, possible without any one."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.scents.optimiser.program import (
    Choice,
    Contradiction,
    Program,
    Reason,
    Row,
    Solved,
    Stopped,
    Variable,
)
from domain.scents.optimiser.solve import solve


def kept(program, demands):
    """The program with only those demands, written anew rather than by the code under test."""
    inf = float("inf")
    return Program(
        tuple(
            Variable(
                v.name,
                low=v.low if not v.low_demand or v.low_demand in demands else -inf,
                high=v.high if not v.high_demand or v.high_demand in demands else inf,
                least=v.least if v.least_demand in demands else 0.0,
                integer=v.integer,
            )
            for v in program.variables
        ),
        tuple(row for row in program.rows if not row.demand or row.demand in demands),
        tuple(choice for choice in program.choices if choice.demand in demands),
    )


def possible(program, demands):
    return isinstance(solve(kept(program, demands)), Solved)


COEFFICIENTS = st.lists(st.integers(-3, 3), min_size=3, max_size=3)
LIMITS = st.one_of(
    st.tuples(st.integers(-4, 4), st.none()), st.tuples(st.none(), st.integers(-4, 4))
)


@st.composite
def programs(draw, *, whole=False):
    rows = []
    for n in range(draw(st.integers(2, 7))):
        low, high = draw(LIMITS)
        limits = {} if low is None else {"low": float(low)}
        limits |= {} if high is None else {"high": float(high)}
        numbers = dict(zip("abc", map(float, draw(COEFFICIENTS)), strict=True))
        rows.append(Row(numbers, demand=f"row {n}", **limits))
    variables = tuple(
        Variable(
            name,
            low=0.0,
            high=float(draw(st.integers(0, 3))),
            integer=whole,
            high_demand=f"most {name}",
        )
        for name in "abc"
    )
    return Program(variables, tuple(rows))


def check(program):
    found = solve(program)
    demands = [row.demand for row in program.rows] + [v.high_demand for v in program.variables]
    if isinstance(found, Solved):
        return
    assert isinstance(found, Contradiction)
    assert not possible(program, set(found.demands))
    for demand in found.demands:
        assert possible(program, set(found.demands) - {demand})
    assert found.smallest
    for fewer in itertools.combinations(demands, len(found.demands) - 1):
        assert possible(program, set(fewer))


@given(programs())
@settings(max_examples=150, deadline=None)
def test_a_contradiction_is_irreducible_and_the_smallest(program):
    check(program)


@given(programs(whole=True))
@settings(max_examples=60, deadline=None)
def test_so_is_one_of_whole_numbers(program):
    check(program)


def test_of_two_contradictions_the_smaller_one_is_told():
    x = Variable("x", low=0.0)
    y = Variable("y", low=0.0)
    rows = (
        Row({"x": 1.0, "y": 1.0}, low=3.0, demand="at least 3 of both"),
        Row({"x": 1.0}, high=1.0, demand="at most 1 of x"),
        Row({"y": 1.0}, high=1.0, demand="at most 1 of y"),
        Row({"x": 1.0}, low=2.0, demand="at least 2 of x"),
    )
    found = solve(Program((x, y), rows))
    assert found == Contradiction(("at most 1 of x", "at least 2 of x"), smallest=True)


def test_two_rows_of_one_sentence_are_one_demand():
    rows = (
        Row({"x": 1.0}, high=1.0, demand="a band"),
        Row({"y": 1.0}, high=1.0, demand="a band"),
        Row({"x": 1.0, "y": 1.0}, low=3.0, demand="a lot"),
    )
    found = solve(Program((Variable("x", low=0.0), Variable("y", low=0.0)), rows))
    assert found.demands == ("a band", "a lot")


def test_what_nobody_demanded_is_not_blamed():
    rows = (Row({"x": 1.0, "y": 1.0}, 1.0, 1.0), Row({"x": 1.0}, low=2.0, demand="twice x"))
    found = solve(Program((Variable("x"), Variable("y")), rows))
    assert found.demands == ("twice x",)


def test_choices_and_minimum_doses_are_demands_too():
    rows = (
        Row({"x": 1.0, "y": 1.0}, 1.0, 1.0),
        Row({"x": 1.0}, low=0.3, demand="some x"),
        Row({"y": 1.0}, low=0.3, demand="some y"),
    )
    one = Choice((frozenset("x"), frozenset("y")), 1, "one of them")
    x = Variable("x", high=1.0)
    found = solve(Program((x, Variable("y", high=1.0)), rows, (one,)))
    assert set(found.demands) == {"some x", "some y", "one of them"}
    least = Variable("y", high=1.0, least=0.8, least_demand="much y or none")
    found = solve(Program((x, least), rows))
    assert set(found.demands) == {"some x", "some y", "much y or none"}


def crossed(size=12):
    """Half of the whole numbers must be even and odd at once; nothing of it shows in the bounds."""
    names = [f"v{n}" for n in range(size)]
    odd = Row(dict.fromkeys(names, 2.0), 11.0, 11.0, demand="an odd sum of even numbers")
    few = [Row({name: 1.0}, high=1.0, demand=f"few of {name}") for name in names]
    variables = tuple(Variable(name, high=3.0, low=0.0, integer=True) for name in names)
    return Program(variables, (odd, *few))


def test_whole_numbers_contradict_what_halves_could_meet():
    found = solve(crossed())
    assert found == Contradiction(("an odd sum of even numbers",), smallest=True)


def test_the_search_for_a_contradiction_can_be_cancelled():
    told = []

    def watch(progress):
        told.append(progress)
        return len(told) < 6

    assert solve(crossed(), progress=watch) == Stopped(Reason.CANCELLED)


def test_it_ends_in_a_contradiction_though_each_try_has_little_time():
    found = solve(crossed(), time_limit=5.0)
    assert isinstance(found, Contradiction)
    assert not possible(crossed(), set(found.demands))
