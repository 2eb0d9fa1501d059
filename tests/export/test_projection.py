"""The projection of the map, lines cut and made lighter, and marks that make room."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.export.projection import (
    Box,
    Place,
    Point,
    Projection,
    area_of,
    centre_of,
    clip_ring,
    is_inside,
    place_of,
    simplify_ring,
)
from kb.export.spread import CROWD, Room, spread
from kb.export.svgpath import format_number, format_path

SQUARE: list[Point] = [(0, 0), (10, 0), (10, 10), (0, 10)]


@given(st.floats(-80, 80), st.floats(-180, 179), st.floats(-40, 40), st.floats(-60, 60))
def test_every_point_leads_back_to_its_place(
    lat: float, lon: float, up: float, turn: float
) -> None:
    projection = Projection((lat, lon))
    place = max(-85.0, min(85.0, lat + up)), (lon + turn + 180) % 360 - 180
    again = projection.place(projection.point(place))
    assert again[0] == pytest.approx(place[0], abs=1e-6)
    assert (again[1] - place[1] + 180) % 360 - 180 == pytest.approx(0, abs=1e-6)
    assert projection.line([place])[0] == pytest.approx(projection.point(place), abs=1e-6)


def test_areas_are_true_far_from_the_centre() -> None:
    projection = Projection((55.0, 15.0))

    def field(lat: float, lon: float) -> float:
        edge = [
            *((lat, lon + n / 50) for n in range(50)),
            *((lat + n / 50, lon + 1) for n in range(50)),
            *((lat + 1, lon + 1 - n / 50) for n in range(50)),
            *((lat + 1 - n / 50, lon) for n in range(50)),
        ]
        return area_of(projection.line(edge))

    def on_the_globe(lat: float) -> float:
        band = math.sin(math.radians(lat + 1)) - math.sin(math.radians(lat))
        return 6371.0**2 * math.radians(1) * band

    for lat, lon in ((55.0, 15.0), (70.0, 31.0), (40.0, -20.0)):
        assert field(lat, lon) == pytest.approx(on_the_globe(lat), rel=1e-3)


def test_the_middle_of_places_minds_no_date_line() -> None:
    assert centre_of([(0.0, 179.0), (0.0, -179.0)])[1] == pytest.approx(180.0)
    assert centre_of([(50.0, 10.0)]) == pytest.approx((50.0, 10.0))


def test_a_ring_is_cut_at_the_edges_of_a_box() -> None:
    box = Box(5, -5, 20, 5)
    cut = clip_ring(SQUARE, box)
    assert area_of(cut) == pytest.approx(25)
    assert all(box.holds(point) for point in cut)
    assert clip_ring(SQUARE, Box(50, 50, 60, 60)) == []
    assert area_of(clip_ring(SQUARE, Box(2, 2, 4, 4))) == pytest.approx(4)


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=3, max_size=40))
def test_no_point_of_a_simplified_ring_is_far_from_where_it_was(ring: list[Point]) -> None:
    simple = simplify_ring(ring, 1.0)
    assert set(simple) <= set(ring)
    for point in ring:
        edges = zip(simple, [*simple[1:], simple[0]], strict=True)
        assert min(distance_to(point, start, end) for start, end in edges) <= 1.5 + 1e-9


def distance_to(point: Point, start: Point, end: Point) -> float:
    """From a point to the straight line through two others, or to the first where they are one."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, down)
    if length < 1e-12:
        return math.dist(point, start)
    return abs(across * (point[1] - start[1]) - down * (point[0] - start[0])) / length


def test_straight_lines_lose_their_points_and_corners_stay() -> None:
    edge: list[Point] = [(n / 10, 0.0) for n in range(100)]
    assert sorted(simplify_ring([*edge, (10, 0), (10, 10), (0, 10)], 0.05)) == sorted(
        map(tuple, SQUARE)
    )


def test_inside_and_outside() -> None:
    ring: list[Place] = [(0, 0), (0, 10), (10, 10), (10, 0)]
    assert is_inside((5, 5), ring)
    assert not is_inside((5, 15), ring)


def test_coordinates_that_are_not_on_earth_are_no_place() -> None:
    assert place_of(-90.0, 180.0) == (-90.0, 180.0)
    nowhere = [(999.0, 0.0), (0.0, 9999.0), (math.nan, 0.0), (0.0, -math.inf), (None, 5.0)]
    assert [place_of(*one) for one in nowhere] == [None] * len(nowhere)


def room_for(count: int, reach: float = 3.0) -> Room:
    return Room([reach] * count, covered=3.5, clearance=4.0, box=Box(0, 0, 170, 200))


@pytest.mark.parametrize("count", [2, 7, 30, 120])
def test_marks_of_one_place_make_room_for_each_other(count: int) -> None:
    marks = spread([(85.0, 100.0)] * count, room_for(count))
    nearest = min(math.dist(one, other) for n, one in enumerate(marks) for other in marks[:n])
    assert nearest > 5.8
    assert max(math.dist(one, (85.0, 100.0)) for one in marks) < 6 * math.sqrt(count) + 6


@pytest.mark.parametrize("count", [CROWD + 1, 500])
def test_a_crowd_at_one_place_takes_the_room_around_it(count: int) -> None:
    marks = spread([(85.0, 100.0)] * count, room_for(count, 1.5))
    nearest = min(math.dist(one, other) for n, one in enumerate(marks) for other in marks[:n])
    assert nearest > 2.8
    assert all(Box(0, 0, 170, 200).holds(mark) for mark in marks)
    assert max(math.dist(one, (85.0, 100.0)) for one in marks) < 3 * math.sqrt(count) + 6


def test_in_a_crowd_those_with_room_stay_on_their_places() -> None:
    lonely = (10.0, 190.0)
    marks = spread([*[(100.0, 60.0)] * CROWD, lonely], room_for(CROWD + 1, 1.5))
    assert math.dist(marks[-1], lonely) < 1


def test_where_there_is_no_room_for_all_no_mark_is_lost() -> None:
    room = Room([3.0] * (CROWD + 50), covered=3.5, clearance=4.0, box=Box(0, 0, 20, 20))
    marks = spread([(10.0, 10.0)] * (CROWD + 50), room)
    assert len(marks) == CROWD + 50
    assert all(room.box.holds(mark) for mark in marks)


def test_marks_with_room_stay_on_their_places() -> None:
    places: list[Point] = [(20.0, 20.0), (60.0, 20.0), (20.0, 90.0)]
    for mark, place in zip(spread(places, room_for(3)), places, strict=True):
        assert math.dist(mark, place) < 0.1


def test_marks_do_not_leave_the_map() -> None:
    marks = spread([(0.0, 0.0)] * 40, room_for(40))
    assert all(Box(0, 0, 170, 200).holds(mark) for mark in marks)
    assert min(math.dist(one, other) for n, one in enumerate(marks) for other in marks[:n]) > 5


def test_a_mark_does_not_stand_on_the_place_of_another_that_moved() -> None:
    places: list[Point] = [(80.0 + n, 100.0) for n in range(5)]
    room = room_for(5)
    marks = spread(places, room)
    for n, place in enumerate(places):
        if room.has_moved(marks[n], place):
            assert all(
                math.dist(mark, place) > 3.5 for other, mark in enumerate(marks) if other != n
            )


def test_numbers_are_written_short() -> None:
    written = [format_number(one) for one in (1.5, 2.0, -0.05, 0.001, -0.001, 10, 100.25, 0)]
    assert written == ["1.5", "2", "-.05", "0", "0", "10", "100.25", "0"]
    assert format_number(0.12345, 3) == ".123"


def test_paths_are_steps_from_point_to_point() -> None:
    assert format_path([(1, 1), (2.5, 1), (2.5, 0.5)], closed=True) == "M1 1l1.5 0 0-.5z"
    assert format_path([(1, 1), (1, 1.001)], closed=False) == ""
    assert format_path([(0, 0), (-1, 2)], closed=False) == "M0 0l-1 2"
