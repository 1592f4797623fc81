"""Claims about accuracy: what one printed figure may be a share of, and what each reading would mean.

References
----------
ISO/IEC 19795-1:2021 for the rates that a reading names.
"""

from falsematch.claims._audit import Audit, AuditedReading, audit, schema
from falsematch.claims._claim import MEASURES, USES, Claim, load_claim, read_claim, register
from falsematch.claims._claim_file import claim_file, new_claim_file
from falsematch.claims._comparable import Comparable
from falsematch.claims._consequences import Consequences, consequences
from falsematch.claims._questions import KINDS, QUESTIONS, Question
from falsematch.claims._readings import UNSAID, Reading, in_words, readings, rows_in_words, table

__all__ = [
    "KINDS",
    "MEASURES",
    "QUESTIONS",
    "UNSAID",
    "USES",
    "Audit",
    "AuditedReading",
    "Claim",
    "Comparable",
    "Consequences",
    "Question",
    "Reading",
    "audit",
    "claim_file",
    "consequences",
    "in_words",
    "load_claim",
    "new_claim_file",
    "read_claim",
    "readings",
    "register",
    "rows_in_words",
    "schema",
    "table",
]
