"""Sentences: the unit of the translation memory, so that a changed rule changes every PO file."""

from __future__ import annotations

import pytest

from galley.sentences import split_text


@pytest.mark.parametrize(
    "sentences",
    [
        ["会议召开。", "会议闭幕。"],
        ["怎么办？", "一起干！", "好。"],
        ["真的？！", "真的。"],
        ["没有句号的一句"],
        ["前面，中间；后面：最后。"],
        ["“小区里机构太少。”赵宗燕说。", "她希望多建几个。"],
        ["“怎么办？”他问。"],
        ["“这就是市企融合。”", "多年来，两家是一家。"],
        ["他说：“水够用了。", "明年再建。”", "大家都笑了。"],
        ["有的是子弟，有的在上班……", "市企共根同源。"],
        ["（他说过。后来忘了。）"],
        ["看《嗨！我是小五》的人很多。", "座位不够。"],
        ["增长13.6%。", "城乡收入比为2.3:1。"],
        ["助力企业的成长和发展。（孟文佳 周国华）"],
        ["He came.", " She left."],
    ],
)
def test_a_text_is_cut_into_these_sentences(sentences: list[str]) -> None:
    assert split_text("".join(sentences)) == sentences


def test_nothing_has_no_sentences() -> None:
    assert split_text("") == []
