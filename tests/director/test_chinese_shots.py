"""Chinese shot lists, moves told again, and cameras that are things in the picture."""

import pytest

from bench.director import label
from photoplay.director.direct import direct
from photoplay.director.plan import Plan


def planned(prompt: str) -> Plan:
    return direct(prompt, duration=6.0)


def called(prompt: str) -> list[str]:
    return [label(move) for move in planned(prompt).moves if move.phrase]


LISTS = {
    "①镜头推近,女孩抬头 ②镜头拉远": ["dolly_in", "dolly_out"],
    "1、镜头上升 2、镜头下摇": ["pedestal_up", "tilt_down"],
    "镜头一:推近老人。镜头二:环绕古树。": ["dolly_in", "orbit_cw"],
    "【镜头1】固定镜头,湖面平静【镜头2】向左平移": ["static", "truck_left"],
    "第一幕:镜头左摇;第二幕:镜头右摇": ["pan_left", "pan_right"],
}


@pytest.mark.parametrize(("prompt", "expected"), LISTS.items())
def test_the_entries_of_a_shot_list_follow_one_another(prompt: str, expected: list[str]) -> None:
    moves = planned(prompt).moves
    assert [label(move) for move in moves] == expected
    assert moves[0].start < moves[1].start


NUMBERS = {
    "镜头3秒后推近": ["dolly_in"],
    "镜头1.5倍变焦": ["zoom_in"],
    "3个女孩跳舞,镜头环绕": ["orbit_cw"],
    "镜头推近,2个女孩抬头": ["dolly_in"],
}


@pytest.mark.parametrize(("prompt", "expected"), NUMBERS.items())
def test_other_numbers_open_no_entry(prompt: str, expected: list[str]) -> None:
    assert called(prompt) == expected


RETOLD = {
    "镜头缓缓推近,最终推至叶脉": ["dolly_in"],
    "镜头缓缓拉远,最后拉至全景": ["dolly_out"],
    "镜头向右摇,最后摇到灯塔": ["pan_right"],
    "镜头往下移,移到她的手": ["pedestal_down"],
    "镜头先俯冲穿过峡谷,接着飞越河流": ["aerial_down"],
    "摇镜头,从左侧的山摇到右侧的海": ["pan_right"],
    "镜头先推近,最后拉至远景": ["dolly_in", "dolly_out"],
    "镜头在前面后退跟拍": ["dolly_out", "tracking_in"],
}


@pytest.mark.parametrize(("prompt", "expected"), RETOLD.items())
def test_a_move_told_again_is_the_same_move(prompt: str, expected: list[str]) -> None:
    assert called(prompt) == expected


THINGS = [
    "书架上放着一台摄像机",
    "草地上停着两架无人机",
    "她拿着手机拍摄花海",
    "老人手持摄影机站在桥上",
    "镜头前行人匆匆",
    "桌上有一个手持云台",
]


@pytest.mark.parametrize("prompt", THINGS)
def test_cameras_in_the_picture_make_no_move(prompt: str) -> None:
    assert called(prompt) == []


ONE_MOVE = {
    "镜头完全静止": "static",
    "镜头往回拉": "dolly_out",
    "镜头缓慢向前": "dolly_in",
    "镜头前行,穿过竹林": "dolly_in",
    "镜头往左滑": "truck_left",
    "推到茶壶特写": "dolly_in",
    "镜头移动变焦": "dolly_zoom_in",
    "升降镜头,从一楼升到屋顶": "pedestal_up",
    "手持镜头,贴近人物": "handheld",
    "镜头慢慢升起,越过围墙": "pedestal_up",
}


@pytest.mark.parametrize(("prompt", "expected"), ONE_MOVE.items())
def test_one_move(prompt: str, expected: str) -> None:
    assert called(prompt) == [expected]


def test_a_move_goes_on_while_another_happens() -> None:
    moves = planned("镜头上升的同时向后拉").moves
    assert [(label(move), move.start, move.end) for move in moves] == [
        ("pedestal_up", 0.0, 6.0),
        ("dolly_out", 0.0, 6.0),
    ]


@pytest.mark.parametrize(
    "prompt", ["不需要运镜🎬", "不需要运镜 ★", "a dog。没有镜头运动。", "镜头推近,不需要运镜"]
)
def test_no_movement_among_other_marks(prompt: str) -> None:
    assert called(prompt) == ["static"]
