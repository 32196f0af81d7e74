"""The places of the five seeds where the text goes on elsewhere, stands twice, or is lost."""

from __future__ import annotations

import pytest

from archives import own_articles
from galley.model import Block


def blocks(slug: str, *kinds: str) -> list[Block]:
    return [block for block in own_articles()[slug].blocks if block.kind in kinds]


def texts(slug: str, *kinds: str) -> list[str]:
    return [block.text("zh-Hans") for block in blocks(slug, *(kinds or ("paragraph",)))]


def kinds_around(slug: str, start: str) -> tuple[str, str]:
    """What stands before and after the paragraph that begins so."""
    found = own_articles()[slug].blocks
    at = next(n for n, block in enumerate(found) if block.text("zh-Hans").startswith(start))
    return found[at - 1].kind, found[at + 1].kind


def test_000_headlines_stand_after_their_articles() -> None:
    work = own_articles()["jinchang-government-work-2024"]
    assert work.subtitle and work.subtitle.hans == "——市政府2024年工作综述"
    assert texts(work.slug)[0] == "时光不居，见证着镍都铿锵前行的发展步伐；"
    assert texts("peoples-congress-standing-committee")[0].startswith("本报讯（记者杨蓉 胡吉红）2月21日")
    assert texts("cppcc-standing-committee")[-1].endswith("重要思想，")
    wishes = own_articles()["wish-lists-for-the-two-sessions"]
    assert wishes.kicker and wishes.kicker.hans == "市两会召开在即"
    assert texts(wishes.slug)[-1].endswith("居民和网格员的建议。")


def test_000_a_byline_broken_in_brackets() -> None:
    press = own_articles()["two-sessions-press-conference"]
    assert texts(press.slug)[0] == "本报讯（记者张迈 李峰）2月21日，我市召开两会新闻发布会。"
    assert [byline.hans for byline in press.bylines] == ["记者张迈 李峰"]


def test_000_justification_and_a_column_beside_a_picture() -> None:
    (text,) = (text for text in texts("jinchang-government-work-2024") if "兰洽会" in text)
    assert "一批契合度高、成长性好、引领力强的优质项目，第30届兰洽会签约项目59个、签约金额276亿元" in text


def test_001_sections_in_order() -> None:
    heads = [head.split(" ")[0] for head in texts("jinchang-forges-ahead", "heading")]
    assert heads == ["促转型", "扩投资", "提品质", "抓改革", "增福祉", "守底线"]


def test_001_the_last_section_is_put_together() -> None:
    found = texts("jinchang-forges-ahead")
    (joined,) = (text for text in found if text.startswith("坚持和发展新时代“枫桥经验”"))
    assert joined.endswith("电信网络诈骗发案数、损失数连续23个月实现“双下降”。")
    assert found.index(joined) > found.index(next(text for text in found if "半程马拉松" in text))


def test_001_notes_where_text_is_lost() -> None:
    assert len(blocks("jinchang-forges-ahead", "note")) == 3
    assert kinds_around("jinchang-forges-ahead", "“双招双引”成果丰硕")[1] == "note"
    assert kinds_around("jinchang-forges-ahead", "饮实现同源同网同质")[0] == "note"
    assert kinds_around("jinchang-forges-ahead", "作为奋斗目标")[0] == "note"


def test_001_four_captions() -> None:
    assert texts("jinchang-forges-ahead", "caption") == [
        "甘肃紫金云大数据中心。",
        "金川集团镍合金有限公司生产车间。",
        "甘肃鑫日晟新材料科技有限公司厂区。",
        "生机勃勃的金昌经济技术开发区。（资料图）",
    ]


def test_001_a_comma_that_slipped_to_the_next_line() -> None:
    assert any("绿色发展道路，将生态文明建设融入" in text for text in texts("jinchang-forges-ahead"))


def test_002_the_cut_passage_is_noted() -> None:
    assert kinds_around("industry-lifts-jinchang", "项目建设和产业发展的“生命线”。") == ("paragraph", "note")


def test_002_the_box_of_figures_stands_apart() -> None:
    boxed = [block for block in own_articles()["industry-lifts-jinchang"].blocks if block.boxed]
    assert [block.kind for block in boxed] == ["heading", *["paragraph"] * 11]
    assert boxed[0].supplied
    assert own_articles()["industry-lifts-jinchang"].blocks[-12:] == tuple(boxed)
    assert boxed[-1].text("zh-Hans").endswith("城乡居民收入比缩小至2.26:1")


def test_003_a_headline_stood_inside_a_sentence() -> None:
    (text,) = (text for text in texts("four-coordinates") if text.startswith("以“金昌价值”"))
    assert "通过以金川集团公司为龙头，" in text
    assert text.count("大力实施强科技行动，") == 1


def test_003_who_speaks_and_who_wrote_it_down() -> None:
    voices = own_articles()["voices-of-deputies"]
    assert [block.kind for block in voices.blocks] == ["heading", "paragraph"] * 4
    assert [byline.hans for byline in voices.bylines] == ["孟文佳 周国华", "刘欢欢", "文星乃"]


def test_004_a_headline_stood_inside_a_sentence() -> None:
    assert any("共谋项目、同解难题，不分你我" in text for text in texts("why-jinchang-runs-fast"))
    assert not any("何以高速“奔跑”解难题" in text for text in texts("why-jinchang-runs-fast"))


def test_004_a_caption_stood_inside_a_sentence() -> None:
    assert any("有关支持政策正在研究中。" in text for text in texts("fan-fei-on-innovation"))
    assert len(blocks("fan-fei-on-innovation", "caption")) == 1


@pytest.mark.parametrize(
    "passage",
    ["集中整治乱收费", "“八个一”文化品牌建设", "区域性科技创新及转化基地，深入推进强科技", "工位座无虚席"],
)
def test_004_what_the_page_repeats_stands_once(passage: str) -> None:
    assert sum(text.count(passage) for slug in own_articles() for text in texts(slug)) == 1


def test_004_the_opening_quotation_mark() -> None:
    assert any("邻居提醒拨打“12345热线”求助" in text for text in texts("small-matters-in-jiayuguan"))
