"""Chinese prompts: what happens before the camera, how it looks, and what must not be there."""

import pytest

from photoplay.director.direct import direct
from photoplay.director.vocabulary.kinds import CameraAngle, GradeKind, LockKind, ShotSize

UNWANTED = {
    "镜头移动,低质量": {LockKind.CAMERA_MOVEMENT},
    "抖动,闪烁": {LockKind.SHAKE, LockKind.FLICKER},
    "镜头晃动、字幕": {LockKind.SHAKE, LockKind.TEXT},
    "变形,扭曲": {LockKind.DISTORTION},
    "水印": {LockKind.TEXT},
    "环绕": {LockKind.MOVE},
}


@pytest.mark.parametrize(("negative_prompt", "kinds"), UNWANTED.items())
def test_negative_prompts(negative_prompt: str, kinds: set[LockKind]) -> None:
    plan = direct("一片麦田", negative_prompt, duration=5.0)
    assert {lock.kind for lock in plan.locks} == kinds


SCENES = {
    "女孩在海边微笑,头发随风飘动": {"smile": "女孩", "hair": "头发"},
    "瀑布倾泻而下": {"waterfall": "瀑布"},
    "一只猫摇着尾巴": {"wag_tail": "猫"},
    "云朵缓缓飘过天空": {"clouds": "云朵"},
    "篝火燃烧": {"flames": "篝火"},
    "老人笑了笑": {"smile": "老人"},
    "妈妈推着婴儿车慢慢往前走": {"walk": "妈妈"},
    "微风拂过长发": {"hair": "长发"},
    "尘土漫天飞扬": {"dust": "尘土"},
    "竹叶簌簌飘落": {"falling_leaves": "竹叶"},
    "风筝在空中飘": {"float": "风筝"},
    "她打了个哈欠": {"yawn": "她"},
    "聚光灯扫过舞台": {"sweep": "聚光灯"},
    "男孩身体前倾": {"lean": "男孩"},
    "猫的耳朵抖动": {"twitch_ears": "猫耳朵"},
    "狐狸抖了抖耳朵": {"twitch_ears": "狐狸"},
    "夜幕缓缓降临": {"dusk": "夜幕"},
    "太阳慢慢落下": {"dusk": "太阳"},
    "天色渐渐变暗": {"dusk": "天色"},
    "云影掠过山坡": {"cloud_shadow": "云影"},
    "她的长发飘动": {"hair": "她的长发"},
}


@pytest.mark.parametrize(("prompt", "cues"), SCENES.items())
def test_what_happens_before_the_camera(prompt: str, cues: dict[str, str]) -> None:
    plan = direct(prompt, duration=5.0)
    found = {str(action.kind): action.subject for action in plan.actions}
    found |= {str(effect.kind): effect.subject for effect in plan.effects}
    assert found | {str(light.kind): light.subject for light in plan.lights} == cues


def test_looks() -> None:
    plan = direct("电影感,黑白,特写,低角度仰拍,浅景深,35mm镜头", duration=5.0)
    assert {grade.kind for grade in plan.grades} == {GradeKind.CINEMATIC, GradeKind.BLACK_AND_WHITE}
    assert plan.framing.size is ShotSize.CLOSE_UP
    assert plan.framing.angle is CameraAngle.LOW
    assert plan.lens.depth_of_field > 0.0
    assert plan.lens.focal_length == 35.0
