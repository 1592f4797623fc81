"""What is at hand at a time, beside the scores, is bounded: how much that is at most, in bytes."""

import pytest

from falsematch.scores import _bootstrap, _bracket, _parts, _people, _people_in_parts, _stream

MIB = 2**20


@pytest.mark.parametrize(
    ("numbers", "most"),
    [
        (_stream.CHUNK, MIB // 2),
        (_stream.SORTED_CHUNK, 8 * MIB),
        (_stream.ROOM, MIB // 2),
        (_bracket.SAMPLE, MIB // 8),
        (_bracket.TOGETHER * 64, MIB // 8),  # of each of so many answers, at least 64 scores are kept
        (_parts.PIECE, MIB),
        (_parts.PartedScores.room, 8 * 2**22),  # `ScoreParts` promises 2**22 scores
        (_parts.SPAN // 8, 64 * MIB),  # of which a job gives back no more than there is room for
        (_people_in_parts._TOGETHER, 32 * MIB),
        (_people._LOOKED_AT, 8 * MIB),
        (_bootstrap._DRAWN, 64 * MIB),
        (_bootstrap.DENSE, 128 * MIB),
    ],
)
def test_so_many_numbers_of_eight_bytes_are_at_hand(numbers, most):
    assert 8 * numbers <= most


def test_rows_of_people_drawn_255_times_each_add_up_exactly_in_single_precision():
    assert _bootstrap._ROWS * 255**2 <= 2**24
