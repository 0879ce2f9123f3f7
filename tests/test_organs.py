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
    "虚某盟行政公署", "海关总署", "国务院发展研究中心", "新疆生产建设兵团", "新疆生产建设兵团第一师阿拉尔市", "第八师石河子市", "第六师一〇三团",
    "兵团第1师", "虚县第3中学", "虚河监狱", "虚县戒毒所", "虚河海事处", "虚河航道处", "虚河水库管理处", "虚港港口管理处", "虚县园林处",
    "虚县公路段", "虚河公路管理段", "虚县某苏木", "某某嘎查", "虚县科协", "虚县作协", "虚县记协", "虚县工商联", "虚县政协", "虚县政府研究室",
    "虚县政府督查室", "虚县参事室", "财政部驻虚某专员办", "虚河口岸办", "虚某国家粮食储备库", "虚县粮库", "虚河发电厂", "虚河污水处理厂", "虚河煤矿",
    "虚某一体化示范区执委会", "中国（虚市）跨境电商综试区", "虚市生态城", "虚某农商行", "虚县少年宫", "虚县文化宫", "虚县电大",
)  # fmt: skip
WORDS = (
    "个人中心", "数字政府", "走进政府", "人民政府", "管理局", "政务服务中心", "社区服务中心", "新闻发布会", "县市区", "开发区", "乡镇街道",
    "国务院", "县政府", "虚县政务服务网", "虚县信息公开平台", "办事大厅", "空间布局", "全部", "我局", "本机关", "各镇人民政府", "虚县要闻", "2022年",
    "法定主动公开内容", "信息公开处", "领导信箱", "政策文件库", "虚县政策文件库", "走进监狱", "走进海关", "管理处", "苏木嘎查", "苏木乡镇",
    "国务院文件", "人大政协",
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
