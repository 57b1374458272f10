"""Files as people hand them over: whole ones of each kind, and hostile ones."""

import io
import struct
import zipfile
import zlib

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def archive(members, packing=zipfile.ZIP_DEFLATED):
    """A ZIP of names and contents; a name may come twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as made:
        for name, content in members:
            made.writestr(name, content)
    return out.getvalue()


def _types(main, part):
    return f'{XML}<Types xmlns="t"><Override PartName="/{part}" ContentType="{main}"/></Types>'


def docx(text="Dear all", more=(), types=None):
    body = f"{XML}<w:document {W}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    return archive(
        [("[Content_Types].xml", types or _types(WORD, "word/document.xml")), ("word/document.xml", body), *more]
    )


def xlsx(cells="", more=()):
    sheet = f'{XML}<worksheet xmlns="m"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    return archive([("[Content_Types].xml", _types(EXCEL, "xl/workbook.xml")), ("xl/workbook.xml", f"{XML}<workbook/>"),
                    ("xl/worksheets/sheet1.xml", sheet), *more])  # fmt: skip


def ods(inner="", more=(), mimetype=ODS):
    spaces = 'xmlns:office="o" xmlns:table="t" xmlns:xlink="x" xmlns:draw="d" xmlns:script="s"'
    content = f"{XML}<office:document-content {spaces}>{inner}</office:document-content>"
    return archive([("mimetype", mimetype), ("content.xml", content), *more])


def relations(kind, target, mode="External"):
    return (
        f'{XML}<Relationships xmlns="r"><Relationship Id="r1" Type="http://x/relationships/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/></Relationships>'
    )


def png(width=1, height=1, after=b""):
    def part(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + part(b"IDAT", zlib.compress(b"\0\0")) + part(b"IEND", b"") + after


def jpeg(width=8, height=8, end=b"\xff\xd9"):
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + b"\0" * 9 + frame + b"\xff\xda" + b"\0" * 20 + end


def pdf(inside=b"", stream=b"", about=b"", end=b"%%EOF\n"):
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + inside + b" >>\nendobj\n"
    if stream:
        packed = zlib.compress(stream)
        body += b"2 0 obj\n<< " + about + b" /Filter /FlateDecode /Length " + str(len(packed)).encode()
        body += b" >>\nstream\n" + packed + b"\nendstream\nendobj\n"
    return body + b"trailer << /Root 1 0 R >>\n" + end


WHOLE = {
    "paper.pdf": pdf(),
    "letter.docx": docx(),
    "table.xlsx": xlsx('<c r="A1"><v>1</v></c>'),
    "table.ods": ods("<table:table/>"),
    "table.csv": b"a,b\r\n1,2\r\n",
    "note.txt": "Caf\u00e9 at 5 o\u2019clock".encode(),
    "photo.png": png(),
    "photo.jpeg": jpeg(),
}
