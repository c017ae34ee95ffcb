"""Records in the formats that others read: `export_records` and the table of formats, `FORMATS`."""

from __future__ import annotations

from llmextract.export.formats import FORMATS, ExportFormat, check_format, export_records
from llmextract.export.material import Material, links_of

__all__ = ["FORMATS", "ExportFormat", "Material", "check_format", "export_records", "links_of"]
