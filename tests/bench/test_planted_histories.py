"""Planted histories are read as they were made."""

from histories import Score, planted


def test_what_was_planted_is_found() -> None:
    score = Score()
    for versions in planted(12, 3):
        score.event(versions)
    count = score.count

    assert count["parents"] >= 0.95 * count["versions"]
    assert count["found"] >= 0.95 * count["changes"]
    assert count["false"] <= 0.02 * count["steps"]
    assert count["placed right"] >= 0.98 * count["placed"]
    assert count["counts"] == count["sentences"]
    assert count["backs named"] == count["backs"] > 0
