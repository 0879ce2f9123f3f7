"""Files that are refused: each reason once, with the way out, in Chinese and in English."""

from __future__ import annotations

from analysis.errors import ReadError

# code -> (zh, en, next step zh, next step en)
REASONS = {
    "missing": ("找不到这个文件", "no such file", "请核对路径", "check the path"),
    "folder": ("这是文件夹，不是文件", "this is a folder, not a file", "请指定其中的文件", "name a file in it"),
    "no_file": ("这是管道或设备，不是文件", "this is a pipe or a device, not a file", "请先存成文件", "save it as a file first"),
    "denied": ("没有权限读取这个文件", "no permission to read this file", "请修改权限", "change its permissions"),
    "not_opened": ("文件打不开", "the file cannot be opened", "请核对文件名，或先复制到本机再读",
                   "check its name, or copy it to this computer first"),
    "empty": ("文件是空的", "the file is empty", "请重新下载", "download it again"),
    "no_text": ("文件里没有文字", "there is no text in the file", "请重新下载或另存", "download or save it again"),
    "too_large": ("文件过大，未读取", "the file is too large and was not read",
                  "年度报告一般不超过几兆：请只保存报告页面", "an annual report has a few megabytes: save only its page"),
    "bomb": ("压缩包解开后过大，未读取", "the archive unpacks to too much and was not read",
             "请用 Word 或 WPS 打开并另存", "open it in Word or WPS and save it anew"),
    "too_complex": ("页面嵌套过深或表格过大，未读取", "the page is nested too deeply or its tables are too large",
                    "请用浏览器打开后打印为 PDF 再读", "open it in a browser, print it to PDF and read that"),
    "too_many_pages": ("页数过多，未读取", "the file has too many pages and was not read",
                       "年度报告一般不过几十页：请拆出报告的页面另存", "an annual report has some dozens of pages: save its pages alone"),
    "too_slow": ("文件读取时间过长，已停止", "the file takes too long to read and was given up",
                 "请重新导出 PDF，或改用网页版", "export the PDF anew, or use the web page"),
    "no_unicode": ("PDF 的字体没有标明是什么字，文字不可信", "the fonts of the PDF do not say what their characters are",
                   "请改用网页版或 Word 版，或先做文字识别（OCR）", "use the web page or Word file instead, or run OCR first"),
    "damaged": ("文件已损坏或不完整", "the file is damaged or incomplete", "请重新下载", "download it again"),
    "old_word": ("这是旧版 Word 或 WPS 文件（.doc、.wps），不能直接读取", "this is an old Word or WPS file (.doc, .wps)",
                 "请用 Word 或 WPS 另存为 .docx 再读", "save it as .docx in Word or WPS and read that"),
    "encrypted": ("文件加了密码", "the file is encrypted", "请去除密码后另存再读", "save it without a password and read that"),
    "rtf": ("这是 RTF 文件，不能直接读取", "this is an RTF file", "请用 Word 或 WPS 另存为 .docx 再读",
            "save it as .docx in Word or WPS and read that"),
    "ofd": ("这是 OFD 版式文件，不能直接读取", "this is an OFD file", "请用 OFD 阅读器导出为 PDF 再读",
            "export it as PDF in an OFD viewer and read that"),
    "archive": ("这是压缩包或其他办公文件，不是报告", "this is an archive or another office file, not a report",
                "请取出其中的报告文件（HTML、PDF、DOCX、文本）", "take the report out of it (HTML, PDF, DOCX, text)"),
    "image": ("这是图片或扫描件，没有文字层", "this is a picture or a scan without text",
              "请从发布网站下载网页或 PDF，或先做文字识别", "get the page or PDF from the publisher, or run OCR first"),
    "web_archive": ("这个单一文件网页（MHTML）里没有网页", "this web archive (MHTML) holds no page",
                    "请在浏览器中另存为“网页，仅 HTML”", "save the page as 'HTML only' in the browser"),
    "script_only": ("页面内容由脚本生成，文件里没有报告文字", "the page is drawn by scripts: the file holds no report text",
                    "请在浏览器中等页面显示后另存为单一文件网页（MHTML），或打印为 PDF",
                    "save it as a single file (MHTML) once the browser shows it, or print it to PDF"),
    "binary": ("不是可识别的文本或文档", "neither a text nor a document that can be read",
               "可读取：HTML、PDF、DOCX、Markdown、文本", "these can be read: HTML, PDF, DOCX, Markdown, text"),
    "not_report": ("没有找到政府信息公开工作年度报告的内容", "this does not look like an annual report on open government information",
                   "请确认文件就是年度报告的正文页", "make sure that the file is the page of the report itself"),
}  # fmt: skip


class Refusal(ReadError):
    """A file that is not read, for one of the :data:`REASONS`; ``code`` is ``read.<reason>``."""

    def __init__(self, reason: str, where: str = "") -> None:
        zh, en, next_zh, next_en = REASONS[reason]
        super().__init__(zh, en, where=where, next_zh=next_zh, next_en=next_en)
        self.reason, self.code = reason, f"read.{reason}"

    def __reduce__(self):
        return Refusal, (self.reason, self.where)
