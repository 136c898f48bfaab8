"""Chinese prompts that order a move without naming the camera, and words of film people for moves."""

import pytest

from bench.director import label
from photoplay.director.direct import direct


def called(prompt: str) -> list[str]:
    return [label(move) for move in direct(prompt, duration=5.0).moves if move.phrase]


ORDERS = {
    "先往右摇,再往上抬,最后拉开": ["pan_right", "tilt_up", "dolly_out"],
    "沿着小巷慢慢往里推": ["dolly_in"],
    "一边上升一边环绕,灯塔矗立": ["pedestal_up", "orbit_cw"],
    "边推边摇": ["dolly_in", "pan_left"],
    "雨夜的街道,霓虹灯闪烁,先慢慢推近,再向左摇": ["dolly_in", "pan_left"],
    "缓缓上升,露出整座城市": ["pedestal_up"],
    "慢慢后退,露出空房间": ["dolly_out"],
    "镜跟随她走下台阶": ["tracking_in"],
    "横摇过整条街": ["pan_left"],
}


@pytest.mark.parametrize(("prompt", "expected"), ORDERS.items())
def test_orders(prompt: str, expected: list[str]) -> None:
    assert called(prompt) == expected


NO_ORDERS = [
    "女孩一边旋转一边后退",
    "老人握住拉杆,往后拉",
    "鸟儿先向左飞,再向右飞",
    "小男孩先往前跑,再停下来",
    "花瓣旋转着下降",
    "小船左右摇摆,先向左,再向右",
    "女孩手持相机拍照",
    "水母上升下降",
    "升起的旗帜",
]


@pytest.mark.parametrize("prompt", NO_ORDERS)
def test_what_somebody_else_does_is_no_order(prompt: str) -> None:
    assert called(prompt) == []


JARGON = {
    "手持跟拍,骑士穿过树林": ["handheld", "tracking_in"],
    "镜头跟着下摇": ["tilt_down"],
    "镜头随着他站起来而升起": ["pedestal_up"],
    "镜头跟在骑手后面": ["tracking_in"],
    "镜头和自行车保持同步移动": ["tracking_in"],
    "镜头从正面绕到侧面": ["orbit_cw"],
    "镜头从脚摇到头": ["tilt_up"],
    "镜头从天空缓缓摇到地面": ["tilt_down"],
    "镜头向左倾斜": ["roll_ccw"],
    "镜头向上倾斜": ["tilt_up"],
    "快速变焦推向人脸": ["zoom_in"],
    "希区柯克式变焦,机位前推的同时焦距变广": ["dolly_zoom_in"],
    "移焦:先对焦花朵,随后焦点转移到人物": ["rack_focus_near"],
    "先对焦杯子,再对焦到人物": ["rack_focus_near"],
    "焦点由近及远切换": ["rack_focus_far"],
    "不要任何运镜": ["static"],
    "镜头全程不动": ["static"],
    "前3秒固定,后2秒推近": ["static", "dolly_in"],
    "镜头先跟随小狗,接着升起变成航拍": ["tracking_in", "pedestal_up", "aerial_in"],
}


@pytest.mark.parametrize(("prompt", "expected"), JARGON.items())
def test_words_of_film_people(prompt: str, expected: list[str]) -> None:
    assert called(prompt) == expected
