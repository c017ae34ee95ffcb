"""What the tests of the export share: the gold answered perfectly, a record that means harm, and an export to bytes."""

import io

import pytest

from llmextract.export import export_records
from tests.evaluation.test_own_gold import DOCUMENTS
from tests.export import support


@pytest.fixture(scope="session")
def gold_records():
    return tuple(support.with_roles(document) for document in DOCUMENTS)


@pytest.fixture(scope="session")
def hostile_record():
    return support.hostile_record()


@pytest.fixture
def exported():
    """Export records and return the file's bytes."""

    def export(records, name, **options):
        stream = io.BytesIO()
        export_records(records, name, stream, **options)
        return stream.getvalue()

    return export
