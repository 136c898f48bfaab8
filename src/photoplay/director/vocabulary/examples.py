"""A prompt in English and one in Chinese for everything a Plan can hold."""

from typing import NamedTuple

from photoplay.director.vocabulary.kinds import (
    ActionKind,
    ArrivalKind,
    CameraAngle,
    Direction,
    EffectKind,
    GradeKind,
    LightKind,
    LockKind,
    MoveKind,
    ShotSize,
)

D = Direction
M = MoveKind
A = ActionKind
E = EffectKind
L = LightKind
G = GradeKind


class Example(NamedTuple):
    """One prompt in each language."""

    english: str
    chinese: str = ""
    """Empty where the Chinese words the director knows do not name it."""


MOVES: dict[tuple[MoveKind, Direction | None], Example] = {
    (M.STATIC, None): Example("Locked-off shot of the old harbour", "固定机位,拍摄老港口"),
    (M.PAN, D.LEFT): Example("The camera pans left along the bookshelves", "镜头缓缓左摇,扫过一排书架"),
    (M.PAN, D.RIGHT): Example("Slow pan right across the bay", "镜头向右摇,露出整个海湾"),
    (M.TILT, D.UP): Example("Tilt up to the bell tower", "镜头慢慢上摇,露出钟楼"),
    (M.TILT, D.DOWN): Example("The camera tilts down to the letter on the desk", "镜头向下摇到桌上的信"),
    (M.ROLL, D.CLOCKWISE): Example("The camera rolls clockwise", "镜头顺时针翻滚"),
    (M.ROLL, D.COUNTERCLOCKWISE): Example("The camera rolls slightly counterclockwise", "镜头逆时针翻滚"),
    (M.TRUCK, D.LEFT): Example("Truck left past the market stalls", "镜头向左平移,经过一排摊位"),
    (M.TRUCK, D.RIGHT): Example("The camera glides to the right", "镜头向右横移"),
    (M.PEDESTAL, D.UP): Example("Pedestal up to the window", "镜头缓缓上升到窗口"),
    (M.PEDESTAL, D.DOWN): Example("The camera sinks slowly", "镜头慢慢下降"),
    (M.DOLLY, D.IN): Example("Slow push in on the clockmaker", "镜头缓慢推近钟表匠"),
    (M.DOLLY, D.OUT): Example("The camera pulls back from the table", "镜头缓缓拉远"),
    (M.ZOOM, D.IN): Example("Zoom in on the stamp", "镜头变焦推近邮票"),
    (M.ZOOM, D.OUT): Example("Slowly zoom out from the map", "变焦拉远,露出整张地图"),
    (M.DOLLY_ZOOM, D.IN): Example("Dolly zoom on the man at the stairs", "希区柯克变焦,主角站在楼梯上"),
    (M.DOLLY_ZOOM, D.OUT): Example("A slow dolly zoom out from the corridor", "希区柯克变焦向后"),
    (M.ORBIT, D.CLOCKWISE): Example("Orbit clockwise around the statue", "镜头顺时针环绕雕像"),
    (M.ORBIT, D.COUNTERCLOCKWISE): Example(
        "The camera arcs counterclockwise around the cake", "镜头逆时针环绕蛋糕"
    ),
    (M.CRANE, D.UP): Example("Crane up over the rooftops", "摇臂镜头向上,越过屋顶"),
    (M.CRANE, D.DOWN): Example("Slow crane down to the fountain", "摇臂镜头向下,落到喷泉"),
    (M.AERIAL, D.IN): Example("The camera flies forward over the valley", "航拍镜头向前飞过山谷"),
    (M.AERIAL, D.OUT): Example("Drone shot flying backward from the castle", "无人机向后飞行,露出城堡"),
    (M.AERIAL, D.UP): Example("The drone flies up above the vineyard", "无人机向上飞"),
    (M.AERIAL, D.DOWN): Example("The camera swoops down to the village", "镜头向下俯冲到村庄"),
    (M.HANDHELD, None): Example("Handheld shot in a busy kitchen", "手持镜头,忙碌的厨房"),
    (M.TRACKING, D.IN): Example("The camera follows the cyclist", "镜头跟随骑车的人"),
    (M.TRACKING, D.OUT): Example("The camera leads the runner", "镜头向后跟拍主角"),
    (M.TRACKING, D.LEFT): Example("The camera follows the tram to the left", "镜头向左跟拍电车"),
    (M.TRACKING, D.RIGHT): Example("Tracking shot alongside the horse", "镜头向右跟拍马车"),
    (M.RACK_FOCUS, D.NEAR): Example(
        "Rack focus from the background to the cup in the foreground", "焦点从背景转移到前景"
    ),
    (M.RACK_FOCUS, D.FAR): Example(
        "Rack focus from the flowers in front to the house in the distance", "移焦到远处的房子"
    ),
}

ACTIONS: dict[ActionKind, Example] = {
    A.BREATHE: Example("The sleeping dog breathes slowly", "小狗轻轻呼吸"),
    A.BLINK: Example("The owl blinks", "猫咪眨眼睛"),
    A.GLANCE: Example("The sailor glances to the left", "女孩看向窗外"),
    A.SMILE: Example("The grandmother smiles warmly", "老奶奶微笑"),
    A.RAISE_BROWS: Example("The clerk raises an eyebrow", "男人挑眉"),
    A.TURN_HEAD: Example("The fox turns its head to the right", "少女回头"),
    A.NOD: Example("The teacher nods", "老人点点头"),
    A.SHAKE_HEAD: Example("The boy shakes his head", "男孩摇摇头"),
    A.TILT_HEAD: Example("The puppy tilts its head", "小狗歪着头"),
    A.LOOK_AROUND: Example("The tourist looks around", "女人环顾四周"),
    A.SWAY: Example("The lantern swings gently", "新娘左右摇摆"),
    A.LEAN: Example("The chess player leans forward", "棋手身体前倾"),
    A.FLOAT: Example("The astronaut floats", "热气球飘浮"),
    A.BOB: Example("The rowboat bobs gently", "小船摇晃"),
    A.SPIN: Example("The windmill blades turn slowly", "风车转动"),
    A.WAG_TAIL: Example("The dog wags its tail", "小狗摇尾巴"),
    A.TWITCH_EARS: Example("The rabbit twitches its ears", "兔子的耳朵抖动"),
    A.WALK: Example("A monk walks through the gate", "行人走过老街"),
    A.RUN: Example("A horse gallops along the beach", "骏马奔跑"),
    A.RIDE: Example("The tram drives through the old town", "男孩骑着自行车"),
    A.FLY: Example("An eagle soars above the ridge", "老鹰翱翔"),
    A.SWIM: Example("The koi swim in circles", "锦鲤游动"),
    A.DANCE: Example("The couple dances on the terrace", "舞者翩翩起舞"),
    A.JUMP: Example("The goat jumps over the fence", "小狗跳起来"),
    A.FALL: Example("The skater stumbles", "小孩摔倒"),
    A.SIT: Example("The student sits down", "老人坐下"),
    A.STAND: Example("The pianist stands up", "歌手站起来"),
    A.TURN_AROUND: Example("The soldier turns around", "武士转身"),
    A.SPEAK: Example("The guide speaks to the group", "老师在说话"),
    A.SING: Example("The choir boy sings", "歌手唱歌"),
    A.LAUGH: Example("The children laugh", "孩子哈哈大笑"),
    A.CRY: Example("The clown weeps", "女人哭泣"),
    A.YAWN: Example("The lion yawns", "猫咪打哈欠"),
    A.OPEN_MOUTH: Example("The husky howls", "男孩张嘴"),
    A.EAT: Example("The panda chews bamboo", "熊猫吃着竹叶"),
    A.DRINK: Example("The hiker drinks some tea", "老爷爷喝茶"),
    A.KISS: Example("The bride kisses the groom", "情侣亲吻"),
    A.HUG: Example("The sisters hug each other", "母亲拥抱孩子"),
    A.FIGHT: Example("Two knights fight", "两个战士打斗"),
    A.WAVE: Example("The captain waves", "小女孩挥手"),
    A.GESTURE: Example("The cook claps", "男人打手势"),
    A.GRAB: Example("The climber reaches for the rope", "女孩拿起书本"),
    A.PLAY: Example("The musician plays the cello", "女孩弹奏古筝"),
}

EFFECTS: dict[EffectKind, Example] = {
    E.FLOW: Example("The stream flows between the stones", "小溪流淌"),
    E.WATERFALL: Example("The waterfall plunges down the cliff", "瀑布倾泻"),
    E.WAVES: Example("Waves crash against the pier", "海浪拍岸"),
    E.RIPPLE: Example("The pond ripples", "湖面泛起涟漪"),
    E.RAIN: Example("Heavy rain pours over the street", "下雨"),
    E.SNOW: Example("Snowflakes drift past the window", "雪花飘落"),
    E.FOG: Example("Fog rolls over the hills", "晨雾弥漫"),
    E.SMOKE: Example("Smoke rises from the chimney", "炊烟升起"),
    E.STEAM: Example("Steam curls above the cup", "热气升腾"),
    E.FLAMES: Example("The campfire crackles", "篝火燃烧"),
    E.CLOUDS: Example("Clouds drift across the summit", "白云飘过"),
    E.DUST: Example("Dust swirls in the barn", "尘埃飘浮"),
    E.SPARKS: Example("Sparks fly from the anvil", "火花飞舞"),
    E.EMBERS: Example("Embers float upward", "余烬飘散"),
    E.PETALS: Example("Petals drift down", "花瓣飘落"),
    E.FALLING_LEAVES: Example("Leaves fall to the path", "落叶飘落"),
    E.FOLIAGE: Example("The wheat sways in the breeze", "柳枝摇曳"),
    E.HAIR: Example("Her hair blows in the wind", "长发飘动"),
    E.CLOTH: Example("The curtains billow", "窗帘飘动"),
    E.FIREFLIES: Example("Fireflies drift over the meadow", "萤火虫飞舞"),
    E.BUBBLES: Example("Bubbles rise in the glass", "气泡升起"),
    E.STARS: Example("The stars twinkle", "星星闪烁"),
    E.FIREWORKS: Example("Fireworks burst over the bridge", "烟花绽放"),
    E.CONFETTI: Example("Confetti rains down", "纸屑飘落"),
}

LIGHTS: dict[LightKind, Example] = {
    L.FLICKER: Example("The neon sign flickers", "霓虹灯闪烁"),
    L.SWEEP: Example("A searchlight sweeps the yard", "月光移动"),
    L.RAYS: Example("Sunlight streams through the shutters", "阳光洒进教室"),
    L.LIGHTNING: Example("Lightning strikes behind the church", "电闪雷鸣"),
    L.CLOUD_SHADOW: Example("Cloud shadows glide across the fields", "云影掠过田野"),
    L.DUSK: Example("Night falls over the port", "夜幕降临"),
    L.DAWN: Example("The sun rises", "太阳升起"),
    L.SHIMMER: Example("The necklace glitters", "宝石闪闪发光"),
    L.GLOW: Example("The lanterns glow", "灯笼发光"),
    L.FLARE: Example("A lens flare", "镜头光晕"),
}

GRADES: dict[GradeKind, Example] = {
    G.CINEMATIC: Example("A quiet street, cinematic", "安静的街道,电影感"),
    G.NOIR: Example("A detective's office, film noir", "侦探的办公室,黑色电影"),
    G.BLACK_AND_WHITE: Example("The pier in black and white", "黑白,一座码头"),
    G.GOLDEN_HOUR: Example("The vineyard at golden hour", "葡萄园,黄金时刻"),
    G.VINTAGE: Example("A family picnic, vintage film", "家庭野餐,复古"),
    G.DREAMY: Example("A dreamy orchard", "梦幻的果园"),
    G.WARM: Example("A cabin in warm tones", "木屋,暖色调"),
    G.COOL: Example("A station with cold lighting", "车站,冷色调"),
    G.VIVID: Example("A market in vivid colors", "集市,色彩鲜艳"),
    G.MUTED: Example("A dune in muted colors", "沙丘,低饱和度"),
    G.HIGH_CONTRAST: Example("A stairwell, high contrast", "楼梯间,高对比度"),
    G.LOW_KEY: Example("A cellar, low-key lighting", "地窖,低调光"),
    G.FILM_GRAIN: Example("A motel with film grain", "汽车旅馆,胶片颗粒"),
    G.SLOW_MOTION: Example("A splash in slow motion", "慢动作"),
    G.TIME_LAPSE: Example("Time-lapse of the square", "延时摄影,广场"),
}

SIZES: dict[ShotSize, Example] = {
    ShotSize.EXTREME_CLOSE_UP: Example("Extreme close-up of a coin", "硬币的大特写"),
    ShotSize.CLOSE_UP: Example("Close-up of the violin", "小提琴的特写"),
    ShotSize.MEDIUM_CLOSE_UP: Example("Medium close-up of the baker", "面包师的中近景"),
    ShotSize.MEDIUM: Example("Medium shot of the florist", "花店老板,中景"),
    ShotSize.MEDIUM_WIDE: Example("Cowboy shot of the sheriff", "警长,中全景"),
    ShotSize.WIDE: Example("Wide shot of the lighthouse", "灯塔的全景"),
    ShotSize.EXTREME_WIDE: Example("Establishing shot of the desert", "沙漠的大远景"),
}

ANGLES: dict[CameraAngle, Example] = {
    CameraAngle.EYE_LEVEL: Example("The shopkeeper at eye level", "平视,店主"),
    CameraAngle.LOW: Example("Low angle of the tower", "低角度,高塔"),
    CameraAngle.HIGH: Example("High angle of the courtyard", "高角度,庭院"),
    CameraAngle.OVERHEAD: Example("Bird's eye view of the harbour", "鸟瞰港口"),
    CameraAngle.DUTCH: Example("Dutch angle in the hallway", "荷兰角,走廊"),
    CameraAngle.POINT_OF_VIEW: Example("POV of a cyclist", "第一人称视角,山路"),
    CameraAngle.OVER_THE_SHOULDER: Example("Over the shoulder of the painter", "过肩镜头,画家"),
}

LOCKS: dict[LockKind, Example] = {
    LockKind.CAMERA_MOVEMENT: Example("camera movement", "镜头移动"),
    LockKind.MOVE: Example("zoom in", "变焦推近"),
    LockKind.MOTION: Example("rain", "下雨"),
    LockKind.HASTE: Example("fast camera movement", "快速镜头移动"),
    LockKind.SHAKE: Example("shaky camera", "抖动画面"),
    LockKind.FLICKER: Example("flickering", "频闪"),
    LockKind.MOTION_BLUR: Example("motion blur", "动态模糊"),
    LockKind.SOFT_FOCUS: Example("blurred background", "背景虚化"),
    LockKind.DISTORTION: Example("distorted face", "扭曲"),
    LockKind.MORPHING: Example("morphing", "形变"),
    LockKind.TEXT: Example("watermark", "水印"),
    LockKind.STILLNESS: Example("static image", "静态画面"),
}
"""Negative prompts."""

ARRIVALS: dict[ArrivalKind, Example] = {
    ArrivalKind.MORPH: Example("The bud morphs into the end image", "花苞蜕变成果实"),
    ArrivalKind.CUT: Example("Hard cut to the beach", "硬切到海滩"),
    ArrivalKind.DISSOLVE: Example("Dissolve to the old harbour", "叠化到老港口"),
    ArrivalKind.PUSH: Example("Zoom transition to the ballroom", "推镜转场,来到宴会厅"),
    ArrivalKind.WHIP: Example("Whip transition to the stadium", "甩镜转场,来到体育场"),
    ArrivalKind.FOCUS: Example("Blur transition to the vineyard", "失焦转场,来到葡萄园"),
    ArrivalKind.LIGHT: Example("Light leak transition to the picnic", "漏光转场,来到野餐"),
}
"""Prompts with an end image; the kinds that no words ask for are not among them."""
