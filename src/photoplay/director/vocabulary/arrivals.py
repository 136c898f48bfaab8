"""Words that say how a clip gets to its end image."""

from photoplay.director.vocabulary.inflection import forms
from photoplay.director.vocabulary.kinds import ArrivalKind
from photoplay.director.vocabulary.lexicon import word_set
from photoplay.director.vocabulary.terms import Terms
from photoplay.director.vocabulary.wordings import Wording

K = ArrivalKind

TRANSITIONS = Terms(
    {
        K.MORPH: "morph transition, morphing transition, morph cut, seamless morph",
        K.CUT: "hard cut, hard cuts, smash cut, smash cuts, jump cut, jump cuts, match cut, match cuts, straight cut, "
        "straight cuts",
        K.DISSOLVE: "crossfade, crossfades, crossfading, cross fade, cross fades, crossdissolve, cross dissolve, "
        "cross dissolves, lap dissolve, dissolve transition, fade transition",
        K.PUSH: "zoom transition, push transition, zoom through transition, push through transition",
        K.WHIP: "whip transition, whip pan transition, swish transition",
        K.FOCUS: "blur transition, defocus transition, rackfocus transition",
        K.LIGHT: "light leak transition, light wipe, light leak wipe, flare wipe, flare transition, flash transition",
    }
)
"""Terms that mean nothing else, wherever they stand."""

CHANGING: dict[str, ArrivalKind] = {
    spelling: kind
    for kind, bases in {
        K.MORPH: "morph transform metamorphose",
        K.CUT: "cut",
        K.DISSOLVE: "dissolve fade",
        K.FOCUS: "blur",
    }.items()
    for base in bases.split()
    for spelling in forms(base)
}
"""Verbs that before "to" or "into" tell of the whole picture, if it is what they are said of."""
OF_ANYTHING = frozenset(
    spelling for base in ("morph", "transform", "metamorphose") for spelling in forms(base)
)
"""Those of them that say as much of anybody or anything in it."""
BECOMING = frozenset(
    spelling for base in ("turn", "change", "melt", "blend", "evolve", "become") for spelling in forms(base)
)
"""Verbs that say so of a picture or of somebody who turns into somebody else."""
MEANS: dict[str, ArrivalKind] = {
    **CHANGING,
    **dict.fromkeys(BECOMING, K.MORPH),
    **{
        word: kind
        for kind, words in {
            K.CUT: "cuts",
            K.DISSOLVE: "crossfade crossfades dissolves fades",
            K.WHIP: "whip whips swish swishes",
            K.FOCUS: "blurs defocus defocuses defocusing rackfocus rack racks unfocused",
            K.LIGHT: "flash flashes flare flares leak leaks wipe wipes",
            K.MORPH: "morph",
        }.items()
        for word in words.split()
    },
}
"""What leads to "the next shot" or "the end image", or follows "transitions with a"."""
THROUGH = word_set("zoom zooms zooming push pushes pushing punch punches dive dives fly flies flying")
"""What does so with "through"."""
BY_TRANSITION = {"zoom": K.PUSH, "push": K.PUSH, "light": K.LIGHT}
"""What more may follow "transitions with a"."""

TRANSITION = word_set("transition transitions transitioning")
BY_MEANS_OF = word_set("with via through using by in")
LEADING = word_set("to into onto reveal reveals revealing")
"""What leads to an ending."""
ENDINGS = word_set("another second end ending final last closing other")
PICTURES = word_set("image picture photo photograph frame shot scene still view keyframe")
"""An ending's nouns: "the end image"."""
STILLS = word_set("image picture photo photograph scene everything")
"""What becomes something else as a whole."""
WHOLES = STILLS | word_set("shot frame video clip view footage we camera")
"""What is cut, faded or dissolved as a whole."""
NO_ENDING = word_set(
    "black white darkness dark fog mist haze distance background shadow shadows silence night day dusk dawn evening "
    "morning twilight sunset sunrise daylight winter closeup medium wide blur silhouette monochrome grey gray sepia "
    "color colour slowmotion"
)
"""What things fade, melt or turn to in one and the same picture."""
NOT_CUT_TO = word_set(
    "black white chase size shape length pieces half bone shoulder shoulders knee knees chin waist ankle ankles neck "
    "hip hips thigh thighs"
)
"""Where bread, hair or cloth are cut to, and what is nothing to see."""
SIDES = word_set("left right side sides leftwards rightwards top bottom")
"""Where a whip pan goes that stays in the picture."""

CHANGES_TO = word_set("变成 变为 化为 化作 变作")
"""Chinese for "turns into"; elsewhere it is no more than "to"."""
CHINESE: dict[str, str] = {
    "morphs into": "变形为 变形成 幻化成 幻化为 幻化 化身为 变身为 变身成 蜕变成 蜕变为 渐变成 渐变为 演变成 演变为",
    "hard cut": "硬切 硬切到 直切 跳切 跳切到 闪切 切至 切换到 切换至 切换成 切换为 切到下一 镜头切到 画面切到 "
    "镜头切至 画面切至 镜头切换 画面切换 场景切换",
    "crossfade": "叠化 叠化到 叠化至 叠化转场 交叉溶解 溶解转场 淡入淡出 淡入淡出转场 渐隐渐显",
    "zoom transition": "推镜转场 推近转场 推进转场 变焦转场 缩放转场 放大转场 穿越转场",
    "whip transition": "甩镜转场 甩镜切换 甩镜头转场 甩镜头切换 甩切",
    "blur transition": "虚焦转场 失焦转场 模糊转场 虚化转场",
    "light leak transition": "漏光转场 光效转场 闪白 闪白转场 闪光转场 炫光转场 光晕转场",
}
"""Chinese terms, each with the English words the director works with."""

WORDINGS: dict[ArrivalKind, tuple[Wording, ...]] = {
    K.MORPH: (
        Wording(("morphs", "transforms"), before=("somebody", "the image"), after=("into somebody",)),
        Wording(
            ("turns", "changes", "melts", "blends"), before=("the image",), after=("into another image",)
        ),
    ),
    K.CUT: (Wording(("cuts",), before=("the scene", "we"), after=("to the harbour",)),),
    K.DISSOLVE: (Wording(("dissolves", "fades"), before=("the image",), after=("into another scene",)),),
    K.PUSH: (
        Wording(
            ("zooms", "pushes", "flies"),
            before=("the camera",),
            after=("through the door into the next scene",),
        ),
    ),
    K.WHIP: (Wording(("whip pan", "swish pan"), after=("to the crowd",)),),
    K.FOCUS: (
        Wording(("rack focus", "focus pull"), after=("to the next shot",)),
        Wording(("blurs",), before=("the image",), after=("into another scene",)),
    ),
    K.LIGHT: (Wording(("a flash of light", "a light leak", "a flare"), after=("reveals the end image",)),),
}
"""What people write besides the terms, for the handbook."""
