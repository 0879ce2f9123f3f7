"""The fixed parts of the Word file: styles with Chinese font names, page, footer, links."""

from __future__ import annotations

from analysis.formwriter.markup import element, escape

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
PACKAGE_LINKS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
DOCUMENT_LINKS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>'
)
SETTINGS = (
    f'{_HEAD}<w:settings {_W}><w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)
# A4 with the margins of official documents (GB/T 9704), a little less at top and foot for the tables.
_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1871" w:right="1474" w:bottom="1701"'
    ' w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)
_LATIN = "Times New Roman"


def document(body: str) -> str:
    """``word/document.xml`` around the markup of the blocks."""
    return f"{_HEAD}<w:document {_W} {_R}><w:body>{body}{_SECTION}</w:body></w:document>"


def footer() -> str:
    """``word/footer1.xml``: the page number between dashes."""
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return (
        f'{_HEAD}<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">— </w:t></w:r>{number}'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def properties(title: str) -> str:
    """``docProps/core.xml``: the title only, no dates and no author."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{element('dc:title', None, escape(title))}</cp:coreProperties>"
    )


def table_properties(width: int) -> str:
    """Width in twips, thin black lines all round, narrow margins in the cells."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for s in sides)
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr>"
    )


def styles() -> str:
    """``word/styles.xml``: 仿宋 for the text, 黑体 and 楷体 for headings, 小标宋 for the title."""
    exact = '<w:spacing w:line="{}" w:lineRule="exact"/>'
    body = (
        exact.format(560) + '<w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>'
    )
    keep = "<w:keepNext/>"
    no_indent = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    flat = f'<w:spacing w:line="240" w:lineRule="auto"/>{no_indent}'
    outline = '<w:outlineLvl w:val="{}"/>'
    centre = '<w:jc w:val="center"/>'
    above = '<w:spacing w:before="240" w:after="360" w:line="640" w:lineRule="exact"/>'
    title = above + no_indent + centre
    return (
        f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts('FangSong', 32)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
        + _style("Normal", "Normal", body, "FangSong", 32, base=None)
        + _style("Title", "Title", title + outline.format(9), "FZXiaoBiaoSong-B05S", 44)
        + _style("Heading1", "heading 1", keep + outline.format(0), "SimHei", 32)
        + _style("Heading2", "heading 2", outline.format(1), "KaiTi", 32)
        + _style("FormCaption", "Form Caption", keep + flat + centre, "SimHei", 32)
        + _style("FormNote", "Form Note", flat, "FangSong", 21)
        + _style("FormText", "Form Text", flat, "FangSong", 21)
        + _style("FormSmall", "Form Small", flat, "FangSong", 18)
        + _style("FormGap", "Form Gap", exact.format(160) + no_indent, "FangSong", 12)
        + _style("Footer", "footer", flat + centre, "SimSun", 28)
        + "</w:styles>"
    )


def _style(code: str, name: str, paragraph: str, font: str, half_points: int, base="Normal") -> str:
    attributes = {"w:type": "paragraph", "w:styleId": code, "w:default": None if base else "1"}
    return element(
        "w:style",
        attributes,
        element("w:name", {"w:val": name}),
        element("w:basedOn", {"w:val": base}) if base else "",
        "<w:qFormat/>",
        element("w:pPr", None, paragraph),
        element("w:rPr", None, _fonts(font, half_points)),
    )


def _fonts(chinese: str, half_points: int) -> str:
    # Digits stand in Times as in printed documents; headings in black letters keep theirs.
    latin = "SimHei" if chinese == "SimHei" else _LATIN
    return (
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{_LATIN}"/>'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )
