"""Chinese prompts: the moves they name, in what order, and what only looks like a move."""

import time

import pytest

from bench.director import label
from photoplay.director.direct import direct
from photoplay.director.plan import CameraMove
from photoplay.director.vocabulary.chinese import SIMPLIFIED


def called(prompt: str) -> list[CameraMove]:
    return [move for move in direct(prompt, duration=5.0).moves if move.phrase]


MOVES = {
    "static": [
        "固定镜头,一位老人在下棋",
        "定机位,街上行人匆匆",
        "镜头静止,只有树叶在动",
        "机位固定,湖面泛起涟漪",
        "镜头保持不动,女孩慢慢转头",
        "小镇的清晨,固定机位拍摄",
        "不要移动镜头,让花瓣飘落",
        "镜头不要移动",
        "没有镜头移动,猫在睡觉",
        "没有运镜,只有雨声",
        "静止镜头。雪花飘落。",
        "不要推拉摇移,固定画面",
        "火车从左向右驶过,镜头不动",
    ],
    "pan_left": [
        "镜头向左摇",
        "镜头缓缓左摇,扫过书架",
        "左摇镜头,露出一扇窗",
        "镜头从右往左摇过整个房间",
        "摄像机往左边慢慢摇",
    ],
    "pan_right": [
        "镜头右摇",
        "镜头从左到右缓慢摇过山谷",
        "向右摇镜头",
        "快速向右摇摄,定格一只狐狸",
        "相机向右转动,露出海滩",
    ],
    "tilt_up": [
        "镜头向上摇",
        "镜头缓缓上摇,露出整座塔",
        "镜头慢慢仰起,看到星空",
        "镜头从脚下往上摇到脸部",
    ],
    "tilt_down": ["镜头下摇到她手中的信", "镜头向下摇", "镜头俯下,拍到水里的倒影", "下摇镜头"],
    "truck_left": ["镜头左移", "镜头缓慢向左平移", "向左横移,经过一排柜子", "摄影机往左侧移动"],
    "truck_right": [
        "镜头缓慢向右平移",
        "镜头向右横移",
        "画面从左向右平移",
        "镜头向右滑动,经过长长的走廊",
        "相机右移",
    ],
    "pedestal_up": ["镜头缓缓上升", "镜头向上移动", "镜头垂直升起,越来越高", "镜头上移,露出屋顶"],
    "pedestal_down": ["镜头下降", "镜头缓慢下移", "镜头从树顶缓缓降下", "摄像机向下移动"],
    "dolly_in": [
        "镜头缓慢推近",
        "推镜头",
        "镜头向前推进,穿过拱门",
        "缓缓推近她的眼睛",
        "镜头向女孩的脸推近",
        "镜头推到特写",
        "镜头缓慢向前移动",
        "镜头前移",
        "镜头慢慢靠近桌上的信封",
        "镜头穿过竹林",
        "一座老房子,镜头轻轻推进",
        "[推进]一只茶杯",
    ],
    "dolly_out": [
        "镜头拉远",
        "缓缓拉远,露出整座城市",
        "拉镜头",
        "镜头向后拉",
        "镜头逐渐后退",
        "镜头从她的眼睛慢慢拉远",
        "镜头向后移动,远离村庄",
    ],
    "zoom_in": ["变焦推近", "镜头放大", "镜头放大2倍", "快速变焦拉近到他的手表"],
    "zoom_out": ["镜头变焦拉远", "镜头缓缓缩小"],
    "dolly_zoom_in": ["希区柯克变焦", "滑动变焦,男人站在走廊尽头"],
    "orbit_cw": ["镜头顺时针环绕", "镜头绕着雕像顺时针旋转", "镜头围绕汽车顺时针转动"],
    "orbit_ccw": ["镜头逆时针环绕女孩", "镜头逆时针绕着古树移动"],
    "orbit": [
        "镜头环绕",
        "环绕拍摄一座灯塔",
        "镜头围绕着舞者旋转一圈",
        "围绕花瓶旋转拍摄",
        "镜头360度环绕主角",
        "环绕镜头,武士站在悬崖上",
    ],
    "roll_cw": ["镜头顺时针旋转", "镜头顺时针翻滚"],
    "crane_up": ["摇臂镜头上升", "摇臂缓缓升起,露出广场"],
    "aerial": [
        "航拍群山",
        "无人机视角,飞越峡谷",
        "镜头飞越雪山",
        "镜头掠过湖面",
        "无人机缓缓向前飞行",
        "镜头向海面俯冲",
        "航拍镜头,蜿蜒的公路",
    ],
    "handheld": ["手持镜头", "手持拍摄,市场里人来人往", "镜头轻微晃动", "镜头抖动,纪录片风格"],
    "tracking": [
        "镜头跟随女孩",
        "跟拍一只奔跑的小狗",
        "镜头跟随小鸟向前移动",
        "镜头紧跟赛车",
        "镜头随着舞者移动",
        "跟随镜头,骑士穿过树林",
        "镜头追随着蝴蝶",
    ],
    "rack_focus": ["焦点从前景移到背景", "移焦,从花朵到远处的人", "镜头焦点从杯子缓慢转移到窗外"],
}


@pytest.mark.parametrize(
    ("expected", "prompt"),
    [(expected, prompt) for expected, prompts in MOVES.items() for prompt in prompts],
)
def test_a_move(expected: str, prompt: str) -> None:
    found = [label(move) for move in called(prompt)]
    assert len(found) == 1
    assert found[0] == expected or found[0].startswith(expected + "_")


NO_MOVES = [
    "他转头看向左边",
    "女孩摇头,然后微笑",
    "她推门走进房间",
    "老人推着车慢慢走",
    "妈妈拉着孩子的手",
    "他拉开窗帘,阳光洒进来",
    "士兵升旗",
    "太阳缓缓升起",
    "环绕的群山,云海翻滚",
    "群山环绕的湖泊",
    "小鸭子跟着妈妈",
    "女孩看向镜头",
    "她面对镜头微笑",
    "男人在镜头前挥手",
    "女孩慢慢向镜头走来",
    "旋转木马缓缓旋转",
    "汽车向右转弯",
    "热气球缓缓上升",
    "花瓣飘落,随风旋转",
    "照镜子的女人",
    "移动电话响了",
    "小船轻轻摇晃",
    "树枝左右摇摆",
    "一只猫跳上桌子",
    "雪花缓缓降落",
    "风车转动,麦浪起伏",
    "人们围绕着篝火跳舞",
    "黑白照片,胶片质感",
    "云向左移动",
    "平静的湖面",
]


@pytest.mark.parametrize("prompt", NO_MOVES)
def test_what_only_looks_like_a_move(prompt: str) -> None:
    assert called(prompt) == []


SEVERAL = {
    "镜头先推近,然后向右摇,最后拉远": ["dolly_in", "pan_right", "dolly_out"],
    "镜头推近后缓缓拉远": ["dolly_in", "dolly_out"],
    "镜头先向左平移,接着上升": ["truck_left", "pedestal_up"],
    "首先镜头缓缓推近人物,随后环绕一周": ["dolly_in", "orbit_cw"],
    "镜头向上摇,再向下摇": ["tilt_up", "tilt_down"],
    "镜头先推近。然后缓缓上升。": ["dolly_in", "pedestal_up"],
    "镜头左摇,之后快速右摇": ["pan_left", "pan_right"],
    "镜头推近女孩的脸,女孩转头,接着镜头拉远": ["dolly_in", "dolly_out"],
    "[左移]然后[上升]": ["truck_left", "pedestal_up"],
}


@pytest.mark.parametrize(("prompt", "expected"), SEVERAL.items())
def test_moves_one_after_another(prompt: str, expected: list[str]) -> None:
    moves = called(prompt)
    assert [label(move) for move in moves] == expected
    starts = [move.start for move in moves]
    assert starts == sorted(set(starts))


TOGETHER = {
    "镜头一边上升一边向后拉": {"pedestal_up", "dolly_out"},
    "镜头上升同时向右摇": {"pedestal_up", "pan_right"},
    "镜头向前推进并向右摇": {"dolly_in", "pan_right"},
    "镜头拉远,与此同时缓缓上升": {"dolly_out", "pedestal_up"},
    "一边推近一边上摇": {"dolly_in", "tilt_up"},
    "镜头跟随小鸟缓缓上升": {"tracking_in", "pedestal_up"},
    "镜头跟随落叶向下移动": {"tracking_in", "pedestal_down"},
}


@pytest.mark.parametrize(("prompt", "expected"), TOGETHER.items())
def test_moves_at_once(prompt: str, expected: set[str]) -> None:
    moves = called(prompt)
    assert {label(move) for move in moves} == expected
    assert {(move.start, move.end) for move in moves} == {(0.0, 5.0)}


NEGATED = {
    "镜头不摇只推": ["dolly_in"],
    "不是推近而是拉远": ["dolly_out"],
    "镜头不要推近,只向右平移": ["truck_right"],
    "镜头没有晃动,平稳推进": ["dolly_in"],
    "不要环绕,缓慢拉远": ["dolly_out"],
    "没有人的街道上镜头缓缓推近": ["dolly_in"],
    "避免快速变焦": [],
    "镜头不要推近、拉远": [],
}


@pytest.mark.parametrize(("prompt", "expected"), NEGATED.items())
def test_negation(prompt: str, expected: list[str]) -> None:
    assert [label(move) for move in called(prompt)] == expected


TRADITIONAL = {
    "鏡頭緩慢向右平移": "镜头缓慢向右平移",
    "鏡頭環繞雕像順時針旋轉": "镜头环绕雕像顺时针旋转",
    "攝影機跟隨女孩奔跑": "摄影机跟随女孩奔跑",
    "鏡頭從遠處推進": "镜头从远处推进",
    "無人機飛越雲海": "无人机飞越云海",
    "鏡頭拉遠,樹葉飄動": "镜头拉远,树叶飘动",
}


@pytest.mark.parametrize(("traditional", "simplified"), TRADITIONAL.items())
def test_traditional_characters(traditional: str, simplified: str) -> None:
    assert [label(move) for move in called(traditional)] == [label(move) for move in called(simplified)] != []


def test_a_phrase_keeps_the_characters_of_the_prompt() -> None:
    [move] = called("鏡頭緩慢推近")
    assert set(move.phrase.replace(" ", "")) <= set("鏡頭緩慢推近")
    assert "推近" in move.phrase


def test_every_traditional_character_has_one_simplified_one() -> None:
    assert all(isinstance(simple, int) and simple not in SIMPLIFIED for simple in SIMPLIFIED.values())


MIXED = {
    "镜头 dolly in 到女孩脸上": ["dolly_in"],
    "中文海报, camera pans left": ["pan_left"],
    "4K画质,35mm胶片,镜头向左摇": ["pan_left"],
    "赛博朋克风格,zoom in,霓虹灯闪烁": ["zoom_in"],
}


@pytest.mark.parametrize(("prompt", "expected"), MIXED.items())
def test_latin_words_among_chinese(prompt: str, expected: list[str]) -> None:
    assert [label(move) for move in called(prompt)] == expected


@pytest.mark.parametrize(
    "unit", ["镜头", "推", "从", "焦点", "绕着", "不", "3秒", "的", "龘", "边", "镜头从", "0-", "(", "[推"]
)
def test_nothing_takes_for_ever_to_read(unit: str) -> None:
    prompt = (unit * 2500)[:2500]
    direct(prompt, duration=5.0)
    started = time.process_time()
    direct(prompt, duration=5.0)
    assert time.process_time() - started < 5.0
