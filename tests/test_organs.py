"""Names of organs: those of the published data, kinds that it lacks, words of menus that end alike."""

import csv
from pathlib import Path

import pytest

from analysis import organs
from analysis.text import normalise

DATA = Path(__file__).parents[1] / "data"
KINDS = (
    "财政部", "某省教育厅", "虚县信访局", "国家税务总局虚县税务局", "虚州海关", "虚县人民法院", "虚县人民检察院", "虚市消防救援支队",
    "虚县残疾人联合会", "共青团虚县委员会", "虚县团委", "虚县妇联", "虚县总工会", "中共虚县委宣传部", "虚县人民医院", "虚县第一小学",
    "虚某大学", "虚县图书馆", "虚县国有资产经营有限公司", "虚省能源集团", "虚县便民服务中心", "虚县公路管理站", "虚县自来水厂",
    "虚镇人民政府", "虚县某街道办事处", "虚山街道", "虚县某镇", "虚市虚区", "虚市政府", "虚县委办公室", "虚区审管办", "虚管委", "县市监局",
)  # fmt: skip
WORDS = (
    "个人中心", "数字政府", "走进政府", "人民政府", "管理局", "政务服务中心", "社区服务中心", "新闻发布会", "县市区", "开发区", "乡镇街道",
    "国务院", "县政府", "虚县政务服务网", "虚县信息公开平台", "办事大厅", "空间布局", "全部", "我局", "本机关", "各镇人民政府", "虚县要闻", "2022年",
)  # fmt: skip


def test_every_organ_of_the_published_data_has_a_name():
    with open(DATA / "agencies.csv", encoding="utf-8", newline="") as file:
        names = [normalise(row["name_zh"]).text for row in csv.DictReader(file)]
    assert len(names) > 200
    assert [name for name in names if not organs.is_name(name)] == []


@pytest.mark.parametrize("name", KINDS)
def test_names_of_organs(name):
    assert organs.is_name(name)


@pytest.mark.parametrize("words", WORDS)
def test_words_that_are_no_names(words):
    assert not organs.is_name(words)
