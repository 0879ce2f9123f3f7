"""Functions of pdfium that take addresses as plain numbers.

So declared, a list of characters or objects is asked for in one ``map`` over addresses: several times
faster than a call with Python objects for each. Nothing is checked: pass only handles that are open.
"""

from __future__ import annotations

import ctypes

import pypdfium2.raw as pdfium


def address(handle) -> int:
    """The address of a pdfium handle, 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _function(name: str, result, *arguments):
    """A function of pdfium that takes addresses as numbers (and keeps Python's lock: the calls are short)."""
    pointer = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(pointer)


_V, _I, _F = ctypes.c_void_p, ctypes.c_int, ctypes.c_float
get_unicode = _function("FPDFText_GetUnicode", ctypes.c_uint, _V, _I)
unmapped = _function("FPDFText_HasUnicodeMapError", _I, _V, _I)
get_angle = _function("FPDFText_GetCharAngle", _F, _V, _I)
get_ink = _function("FPDFText_GetCharBox", _I, _V, _I, _V, _V, _V, _V)
get_box = _function("FPDFText_GetLooseCharBox", _I, _V, _I, _V)
count_objects = _function("FPDFPage_CountObjects", _I, _V)
get_object = _function("FPDFPage_GetObject", _V, _V, _I)
count_in_form = _function("FPDFFormObj_CountObjects", _I, _V)
get_in_form = _function("FPDFFormObj_GetObject", _V, _V, ctypes.c_ulong)
get_kind = _function("FPDFPageObj_GetType", _I, _V)
get_bounds = _function("FPDFPageObj_GetBounds", _I, _V, _V, _V, _V, _V)
get_matrix = _function("FPDFPageObj_GetMatrix", _I, _V, _V)
get_mode = _function("FPDFPath_GetDrawMode", _I, _V, _V, _V)
count_segments = _function("FPDFPath_CountSegments", _I, _V)
get_segment = _function("FPDFPath_GetPathSegment", _V, _V, _I)
get_point = _function("FPDFPathSegment_GetPoint", _I, _V, _V, _V)
get_segment_kind = _function("FPDFPathSegment_GetType", _I, _V)
get_text_object = _function("FPDFText_GetTextObject", _V, _V, _I)
get_render_mode = _function("FPDFTextObj_GetTextRenderMode", _I, _V)
get_fill = _function("FPDFPageObj_GetFillColor", _I, _V, _V, _V, _V, _V)
get_clip = _function("FPDFPageObj_GetClipPath", _V, _V)
count_clips = _function("FPDFClipPath_CountPaths", _I, _V)
count_clip_segments = _function("FPDFClipPath_CountPathSegments", _I, _V, _I)
get_clip_segment = _function("FPDFClipPath_GetPathSegment", _V, _V, _I, _I)
is_closed = _function("FPDFPathSegment_GetClose", _I, _V)
