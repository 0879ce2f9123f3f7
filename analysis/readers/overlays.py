"""What is typed upon a page instead of into it: form fields and the free text of PDF editors.

Where the file says how they look, pdfium draws them into the page, and they are read like its text.
"""

from __future__ import annotations

import ctypes

import pypdfium2.raw as pdfium

from analysis.readers.refusals import Refusal

Box = tuple[float, float, float, float]

_MOST = 20_000
_HIDDEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
# What the kinds that hold text call it.
_TEXT = {pdfium.FPDF_ANNOT_FREETEXT: b"Contents", pdfium.FPDF_ANNOT_WIDGET: b"V"}


def find(page, number: int) -> tuple[bool, list[Box]]:
    """Whether the page has fields or typed text that can be drawn, and the boxes of those that cannot.

    Boxes are (left, bottom, right, top) in the page's own coordinates. Raises Refusal.
    """
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count > _MOST:
        raise Refusal("too_complex", f"p{number}")
    can_draw, undrawn = False, []
    for index in range(count):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if not _holds_text(annotation):
                continue
            if (
                pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
                > 2
            ):
                can_draw = True
            elif box := _box(annotation):
                undrawn.append(box)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return can_draw, undrawn


def draw(page) -> bool:
    """Draw what can be drawn into the page; it must be loaded again then."""
    return pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS


def _holds_text(annotation) -> bool:
    key = _TEXT.get(pdfium.FPDFAnnot_GetSubtype(annotation))
    if key is None or pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        return False
    return pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0) > 2


def _box(annotation) -> Box | None:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(box)):
        return None
    return box.left, box.bottom, box.right, box.top
