"""The geometry of ruled lines alone: boxes in, cells out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.readers.rules import Rule, find_lattices, join_pieces

THICK = 0.5


def across(y, x0, x1):
    return (x0, y - THICK / 2, x1, y + THICK / 2)


def down(x, y0, y1):
    return (x - THICK / 2, y0, x + THICK / 2, y1)


def spans(strokes):
    (lattice,) = find_lattices(strokes)
    return [tuple(span) for span in lattice.spans]


def test_four_cells():
    strokes = [across(y, 0, 100) for y in (0, 20, 40)] + [down(x, 0, 40) for x in (0, 50, 100)]
    (lattice,) = find_lattices(strokes)
    assert lattice.xs == [0, 50, 100] and lattice.ys == [0, 20, 40]
    assert [tuple(span) for span in lattice.spans] == [
        (0, 0, 1, 1),
        (0, 1, 1, 1),
        (1, 0, 1, 1),
        (1, 1, 1, 1),
    ]
    assert lattice.open_above == lattice.open_below == [False, False]


def test_a_missing_inner_line_merges_cells():
    outer = [across(0, 0, 100), across(40, 0, 100), down(0, 0, 40), down(100, 0, 40)]
    assert spans([*outer, across(20, 0, 100), down(50, 20, 40)]) == [
        (0, 0, 1, 2),
        (1, 0, 1, 1),
        (1, 1, 1, 1),
    ]
    assert spans([*outer, down(50, 0, 40), across(20, 50, 100)]) == [
        (0, 0, 2, 1),
        (0, 1, 1, 1),
        (1, 1, 1, 1),
    ]


def test_a_line_that_stops_halfway_still_divides():
    # The upper cell is not closed over its whole width: it must not swallow the row below.
    strokes = [across(y, 0, 90) for y in (0, 40)] + [down(x, 0, 40) for x in (0, 90)]
    strokes += [across(20, 0, 30), across(20, 30, 60), down(30, 20, 40), down(60, 20, 40)]
    (lattice,) = find_lattices(strokes)
    assert lattice.spans[0][2] == 1
    assert lattice.places[1] == [1, 2, 3]


def test_a_table_cut_by_the_page_is_open_below():
    strokes = [across(0, 0, 100), across(20, 0, 100), *(down(x, 0, 40) for x in (0, 50, 100))]
    (lattice,) = find_lattices(strokes)
    assert lattice.ys == [0, 20, 40]
    assert lattice.open_above == [False, False] and lattice.open_below == [True, True]


def test_sides_that_are_not_drawn_are_where_the_lines_end():
    strokes = [across(0, 0, 100), across(20, 0, 100), across(40, 0, 100), down(50, 0, 40)]
    (lattice,) = find_lattices(strokes)
    assert lattice.xs == [0, 50, 100]


def test_tables_that_do_not_touch_are_two():
    one = [across(0, 0, 40), across(20, 0, 40), *(down(x, 0, 20) for x in (0, 20, 40))]
    other = [(a, b + 100, c, d + 100) for a, b, c, d in one]
    assert len(find_lattices(one + other)) == 2


def test_a_table_in_a_frame_is_found_alone():
    inner = [across(y, 50, 90) for y in (50, 70)] + [down(x, 50, 70) for x in (50, 70, 90)]
    frame = [across(y, 0, 200) for y in (0, 200)] + [down(x, 0, 200) for x in (0, 200)]
    (lattice,) = find_lattices(inner + frame)
    assert lattice.box == (50, 50, 90, 70)


def test_lines_that_enclose_nothing_are_no_table():
    assert find_lattices([across(0, 0, 100), across(20, 0, 100)]) == []
    assert find_lattices([down(0, 0, 100)]) == []
    assert find_lattices([]) == []


def test_areas_count_only_where_nothing_is_drawn():
    areas = [(x, y, x + 49, y + 19) for x in (0, 50) for y in (0, 20)]
    assert len(find_lattices([], areas)) == 1
    strokes = [across(y, 0, 100) for y in (0, 40)] + [down(x, 0, 40) for x in (0, 50, 100)]
    (lattice,) = find_lattices(strokes, areas)
    assert len(lattice.spans) == 2


def test_pieces_in_one_line_are_joined():
    pieces = [Rule(10.2, 0, 20), Rule(10, 21, 50), Rule(10, 70, 90), Rule(30, 0, 3)]
    assert [(r.start, r.end) for r in join_pieces(pieces)] == [(0, 50), (70, 90)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(8, 60), min_size=2, max_size=6),
    st.lists(st.floats(8, 40), min_size=1, max_size=8),
    st.floats(-0.6, 0.6),
    st.sampled_from((1.0, 7.0, 23.0)),
    st.randoms(use_true_random=False),
)
def test_any_full_table_is_found_in_any_pieces(widths, heights, jitter, step, rng):
    xs, ys = [50.0], [50.0]
    for width in widths:
        xs.append(xs[-1] + width)
    for height in heights:
        ys.append(ys[-1] + height)
    strokes = []
    for lines, ends, make in ((ys, (xs[0], xs[-1]), across), (xs, (ys[0], ys[-1]), down)):
        for at in lines:
            start = ends[0]
            while start < ends[1]:
                stop = min(start + max(step * 5, 3), ends[1])
                strokes.append(make(at + jitter * rng.random(), start, stop))
                start = stop
    rng.shuffle(strokes)
    (lattice,) = find_lattices(strokes)
    assert len(lattice.spans) == len(widths) * len(heights)
    assert max(abs(a - b) for a, b in zip(lattice.xs, xs)) < 1


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(*[st.floats(-50, 900, allow_nan=False)] * 4), max_size=40))
def test_any_boxes_give_lattices_that_cover_their_places(boxes):
    boxes = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in boxes]
    thin = [(a, b, c, b + 1) if c - a > d - b else (a, b, a + 1, d) for a, b, c, d in boxes]
    for lattice in find_lattices(thin, boxes):
        assert lattice.xs == sorted(lattice.xs) and lattice.ys == sorted(lattice.ys)
        covered = [place for row in lattice.places for place in row]
        assert set(covered) == set(range(len(lattice.spans)))
        assert sum(span.rowspan * span.colspan for span in lattice.spans) == len(covered)
