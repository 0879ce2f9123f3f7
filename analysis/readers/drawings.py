"""What a page draws beside its text: thin boxes (rules), painted areas, and how many pictures.

Boxes are (left, bottom, right, top) in the page's own coordinates.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise, repeat

import pypdfium2.raw as pdfium

from analysis.readers import pdfiumcalls as calls
from analysis.readers.refusals import Refusal

Box = tuple[float, float, float, float]
Matrix = tuple[float, ...]

_MOST_OBJECTS, _MOST_SEGMENTS, _DEEPEST_FORM = 200_000, 5_000, 4
_THIN = 5.0  # pdfium's bounds of a stroke are a little wider than its line
_PATH, _IMAGE, _FORM = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
_LINE_TO = pdfium.FPDF_SEGMENT_LINETO


class Drawings:
    """The drawings of a page by kind; ``forms`` counts pieces of page that are placed as a whole."""

    def __init__(self, page: int) -> None:
        self.strokes: list[Box] = []
        self.areas: list[Box] = []
        self.pictures = self.forms = self._objects = 0
        self._collect(page, calls.count_objects, calls.get_object, None, 0)

    def _collect(self, holder: int, count, get, matrix: Matrix | None, depth: int) -> None:
        number = count(holder)
        self._objects += number
        if self._objects > _MOST_OBJECTS:
            raise Refusal("too_complex")
        objects = list(map(get, repeat(holder), range(number)))
        kinds = list(map(calls.get_kind, objects))
        self.pictures += kinds.count(_IMAGE)
        self._sort_paths([o for o, kind in zip(objects, kinds) if kind == _PATH], matrix)
        if _FORM in kinds and depth < _DEEPEST_FORM:
            forms = [o for o, kind in zip(objects, kinds) if kind == _FORM]
            self.forms += len(forms)
            for form in forms:
                inner = _product(_matrix(form), matrix)
                self._collect(form, calls.count_in_form, calls.get_in_form, inner, depth + 1)

    def _sort_paths(self, paths: list[int], matrix: Matrix | None) -> None:
        strokes, areas = self.strokes, self.areas
        for path, box, filled, stroked in zip(paths, *_bounds(paths)):
            if box is None or not (filled or stroked):
                continue
            left, low, right, high = box
            if right - left <= _THIN or high - low <= _THIN:
                strokes.append(box if matrix is None else _apply(matrix, box))
            elif not stroked and calls.count_segments(path) <= 5:
                areas.append(box if matrix is None else _apply(matrix, box))
            else:
                _trace(path, matrix, stroked, strokes, areas)


def clip_box(clip: int, number: int) -> Box | None:
    """The box of one of the paths of a clip."""
    points = list(
        _points(lambda k: calls.get_clip_segment(clip, number, k), calls.count_clip_segments(clip, number))
    )
    if not points:
        return None
    _, xs, ys = zip(*points)
    return min(xs), min(ys), max(xs), max(ys)


def _bounds(paths: list[int]) -> tuple[list[Box | None], list[int], list[int]]:
    """The boxes of paths (None if unknown), and whether they are filled and stroked."""
    count = len(paths)
    buffer, modes = (ctypes.c_float * (4 * count))(), (ctypes.c_int * (2 * count))()
    a, m = ctypes.addressof(buffer), ctypes.addressof(modes)
    known = list(map(calls.get_bounds, paths, *(range(a + 4 * k, a + 16 * count, 16) for k in range(4))))
    list(map(calls.get_mode, paths, range(m, m + 8 * count, 8), range(m + 4, m + 8 * count, 8)))
    sides, drawn = buffer[:], modes[:]
    boxes = zip(sides[0::4], sides[1::4], sides[2::4], sides[3::4])
    return [box if ok else None for ok, box in zip(known, boxes)], drawn[0::2], drawn[1::2]


def _trace(path: int, matrix, stroked: int, strokes: list, areas: list) -> None:
    """Take a path of several lines or rectangles apart: strokes by segment, areas by subpath."""
    whole = _product(_matrix(path), matrix)
    for points in _subpaths(path):
        points = [_point(whole, *point) for point in points]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            strokes.append(box)
        elif stroked:
            for (ax, ay), (bx, by) in pairwise(points):
                if abs(ax - bx) < 1 or abs(ay - by) < 1:
                    strokes.append((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
        elif len(points) <= 6:
            areas.append(box)


def _subpaths(path: int) -> Iterator[list[tuple[float, float]]]:
    """The stretches of straight lines of a path; a curve is no rule and only parts them."""
    points: list[tuple[float, float]] = []
    for segment, x, y in _points(lambda k: calls.get_segment(path, k), calls.count_segments(path)):
        if calls.get_segment_kind(segment) != _LINE_TO:
            if len(points) > 1:
                yield points
            points = []
        points.append((x, y))
        if calls.is_closed(segment) and len(points) > 2:
            yield [*points, points[0]]
            points = points[:1]
    if len(points) > 1:
        yield points


def _points(get: Callable[[int], int], count: int) -> Iterator[tuple[int, float, float]]:
    """The segments of a path with their points."""
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.addressof(x), ctypes.addressof(y)
    for number in range(min(count, _MOST_SEGMENTS)):
        segment = get(number)
        if segment and calls.get_point(segment, at_x, at_y):
            yield segment, x.value, y.value


def _matrix(page_object: int) -> tuple[float, ...]:
    buffer = (ctypes.c_float * 6)(1, 0, 0, 1, 0, 0)
    calls.get_matrix(page_object, ctypes.addressof(buffer))
    return tuple(buffer)


def _product(inner: tuple[float, ...], outer: tuple[float, ...] | None) -> tuple[float, ...]:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _point(matrix: tuple[float, ...], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _apply(matrix: Matrix, box: Box) -> Box:
    (ax, ay), (bx, by) = _point(matrix, box[0], box[1]), _point(matrix, box[2], box[3])
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
