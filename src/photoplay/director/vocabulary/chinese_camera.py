"""Chinese words for the camera and its moves, each with the English words the director works with."""

from photoplay.director.vocabulary.lexicon import word_set

CAMERAS: dict[str, str] = {
    "camera": "镜头 相机 摄像机 摄影机 摄像头 机位 摄像 运镜 镜头语言 镜头运动 运镜方式 镜头运镜 相机运动 "
    "摄像机运动 机位运动 主镜头 镜头调度 镜头设计 运镜手法 镜头运用 拍摄方式 拍摄手法 运动镜头 镜 摄影镜头 "
    "摄影师 掌镜",
    "view": "画面 视角 视野",
    "steadicam": "斯坦尼康 稳定器 滑轨 轨道车",
    "drone": "无人机 航拍无人机",
}
"""Nouns that act as the camera."""

FILM_TERMS: dict[str, str] = {
    "push in": "推近 推镜 推镜头 推轨 镜推 前推镜头",
    "push in to closeup": "推向特写 推至特写 推到特写 推成特写",
    "pull out": "拉远 后拉镜头 拉镜 拉镜头 拉开镜头",
    "pull out to wide shot": "拉出全景 拉至全景 拉到全景 拉成全景",
    "dolly in": "镜头前移 镜头前推 镜头前进 镜头前行",
    "truck": "横移 横移镜头 移镜头 移镜 侧移 水平移动镜头",
    "truck left": "左移镜头 左横移",
    "truck right": "右移镜头 右横移",
    "pan": "横摇镜头 环摇 摇镜头 摇镜 摇摄 摇拍 横摇 平摇",
    "pan left": "左摇",
    "pan right": "右摇",
    "tilt": "纵摇 竖摇 垂直摇 纵摇镜头 竖摇镜头",
    "tilt up": "仰摇 上摇 摇上",
    "tilt down": "俯摇 下摇 摇下",
    "whip pan": "横甩 甩镜头 甩镜 甩摇 急甩 快甩 甩动镜头",
    "zoom": "变焦 光学变焦 焦距变化",
    "zoom in": "推进变焦 前推变焦 焦距拉长 焦距变长 拉长焦距 变焦推近 变焦推进 变焦拉近 拉近变焦 推近变焦 "
    "变焦放大 放大变焦 急推变焦 拉近",
    "zoom out": "拉出变焦 焦距变短 焦距缩短 焦距变广 焦距拉宽 缩短焦距 变焦拉远 拉远变焦 变焦缩小 变焦拉出 "
    "变焦拉开",
    "dollyzoom": "希区柯克变焦 希区柯克式变焦 希区柯克 滑动变焦 眩晕变焦 推拉变焦 眩晕镜头 反向变焦 移动变焦 "
    "镜头移动变焦 推轨变焦",
    "rackfocus": "虚实切换 虚实转换 虚实变化 虚实交替 焦点变化 焦点变换 焦点移动 焦点推移 改变焦点 移动焦点 移焦 "
    "变换焦点 焦点转移 转移焦点 焦点切换 切换焦点 焦点转换 转焦 跟焦转移 拉焦",
    "orbit shot": "环绕拍摄 环绕运镜 环绕镜头 环绕运动 环拍 环摄 绕拍 环形运镜 弧形运镜 环绕式运镜 围绕拍摄 "
    "子弹时间",
    "tracking shot": "跟拍 跟镜头 跟镜 跟摄 跟随拍摄 跟踪拍摄 追拍 跟随镜头 跟拍镜头 跟踪镜头",
    "flyover shot": "航拍 航拍镜头 航拍视角 航拍画面 航拍无人机视角 航拍无人机镜头 "
    "无人机航拍 无人机镜头 无人机视角 无人机拍摄 空中拍摄 空拍 "
    "穿越机 飞行镜头",
    "handheld shot": "手持镜头 手持拍摄 手持摄影 手持摄像 手持感 手持相机拍摄 手持摄影机 手持摄像机 "
    "手持摄像机拍摄 手持相机风格 "
    "手持相机感 手持手机拍摄 手机拍摄 手持风格 手持运镜 手持质感 手持晃动",
    "pedestal shot": "升降镜头 升降运镜",
    "crane shot": "摇臂 升降机 吊臂 摇臂镜头 摇臂拍摄 升降臂",
    "static camera": "固定镜头 定镜 固定机位 定机位 静止镜头 静态镜头 固定视角 固定拍摄 固定相机 固定摄像机 "
    "机位固定 定点拍摄 固定摄影机 三脚架拍摄 三脚架固定 静止机位 静止画面 定镜头 镜头锁定 锁定镜头",
    "no camera movement": "零运镜 不运镜 不做运镜 无运镜 镜头别动 镜头不要动 镜头不许动 不动镜头 别动镜头 "
    "镜头不运动",
    "camera movement": "推拉摇移 推、拉、摇、移 推拉摇移跟 镜头移动 相机移动 摄像机移动 机位移动 镜头晃动位移",
}
"""Terms that only cameras are said to do or be."""

MOVES: dict[str, str] = {
    "push in": "推进 推入 前推 推上去 推上前 前推进 向前推进 往前推进 向前推近",
    "pull out": "后拉 拉出 拉后 外拉 后拉远",
    "truck": "平移 水平移动 横向移动 侧向移动 横向滑动 横向平移 水平平移 横向",
    "truck left": "左移 左平移",
    "truck right": "右移 右平移",
    "pan left": "左转镜头",
    "pan right": "右转镜头",
    "pedestal up": "上移",
    "pedestal down": "下移",
    "dolly in": "前移",
    "dolly out": "后移",
    "tilt up": "上仰",
    "tilt down": "下俯",
}
"""Moves that film people name without a camera, and that other things make too."""

ACTED: dict[str, str] = {
    "handheld shot": "手持",
    "whip pan": "甩",
    "push in": "怼近 怼到 怼 凑上去 凑到 凑上前 越推越近 贴到 扎进 压近 推上 越来越近 往里钻 直推 推 轻推 慢推 "
    "快推 微推 急推 推成 推到 推向 推至 靠近 接近 逼近 贴近 凑近 切近 由远及近 由远至近 从远到近 由远到近 走近 "
    "驶近 缓推 深入 迫近 推过",
    "pull out": "撤 远去 抽离 越拉越远 拉开距离 渐行渐远 越来越远 抽身 退到 拉回 撤出 拉出去 拉 拉开 拉到 拉至 "
    "拉向 远离 退远 由近及远 由近至远 从近到远 由近到远 缓拉 撤远 退出",
    "pan": "摇 摇到 摇向 摇至 摇过 扫过 扫视 横扫 转到 转向 转至 环视 环顾 偏转 摆动 转过 摆向",
    "pan left": "左转 左甩",
    "pan right": "右转 右甩",
    "truck": "移 移到 移向 移至 滑向 移过 滑过",
    "move": "移动 运动 滑 滑动 动 位移 行进 滑行 飘移 漂移 漂浮 游走 滑移 游移 流动",
    "move forward": "走 走过 穿梭 前进 前行 穿过 穿越 穿行 走进 进入 钻进 穿入 驶入 穿进 走入 走向 探入 步入 "
    "前移 飘过 飘向",
    "move past": "越过",
    "move back": "后退 倒退 退后 后撤 退 后移 撤退 回撤",
    "turn": "转 转动 转头 转身 偏 左右转动",
    "rise": "抬高 升 上升 升起 抬升 升高 拉升 拉高 爬升 攀升 升空 升到 升至 腾空",
    "lower": "降 下降 降落 下沉 降低 降到 降至 降下 落下 下落 回落",
    "dive": "俯冲",
    "tilt up": "上扬 扬起 抬起 仰起 抬头 仰头 上抬 上翘 仰 抬 仰望 仰视",
    "tilt down": "俯下 低头 压 下压 俯 压低 低下",
    "cant": "倾斜 侧倾 歪斜 侧翻",
    "rotate": "旋转 自转 盘旋旋转 转圈",
    "orbit": "螺旋 绕到 绕至 绕向 绕飞 绕着转 环绕 盘旋 绕圈 环绕飞行 环行 环绕一周 转一圈 绕一圈 绕行 环形移动 "
    "弧形移动",
    "roll": "横滚 颠倒 倒转 翻滚 滚转 翻转 滚动",
    "zoom in": "放大",
    "zoom out": "缩小",
    "fly": "飞 飞行 飞翔 翱翔 飞入 飞进 飞向 滑翔 飞过 飞出 飞到",
    "fly over": "飞越 掠过 飞跃 飞掠 划过",
    "shake": "呼吸感 颠簸 发抖 晃悠 抖动 晃动 摇晃 颤动 抖 晃 震动 颤抖 轻晃 微晃 震颤 晃来晃去",
    "static": "架在三脚架上 放在三脚架上 固定在三脚架上 定住 锁死 停在原地 别动 静止 固定 固定不动 静止不动 锁定 "
    "保持固定 保持静止 保持不动 保持不变 不变 不动 一动不动 纹丝不动 静态 始终不动 原地不动",
    "hold": "停住 停下 停留 停驻 停下来 停止",
    "settle on": "定格 停在 落在 停留在 落到 定格在 聚焦 聚焦于 聚焦在 对准",
}
"""Everyday words that are camera moves only of a camera."""

FOLLOWS = (
    "跟随着 追随着 紧跟着 紧随着 跟踪着 伴随着 尾随着 紧随其后 尾随其后 跟在 跟拍着 跟随 跟着 跟 追随 跟踪 "
    "追踪 尾随 随着 随 追逐 追着 伴随 跟上 紧跟 紧随 追"
)

CIRCLES = "绕 绕着 围绕 围绕着 围着 环绕 环绕着 绕过 围"

ANGLES_AND_SIZES: dict[str, str] = {
    "extreme closeup": "大特写 极特写 微距 微距镜头 微距特写 超特写",
    "closeup": "特写 特写镜头 近景特写 面部特写 脸部特写 近距离特写",
    "medium closeup": "中近景 近景 近景镜头 胸像 胸部以上",
    "medium shot": "中景 中景镜头 半身 半身像 半身镜头 双人镜头",
    "medium wide": "中远景 中全景 七分身",
    "wide shot": "全景 全景镜头 全身 全身镜头 远景 远景镜头 广角镜头 广角画面",
    "extreme wide shot": "大远景 大全景 极远景 全貌 定场镜头 超远景 大远景镜头",
    "low angle shot": "仰拍 低角度 仰视 仰角 低机位 仰视角度 低角度拍摄 低角度仰拍 低角度镜头 仰视视角 低视角",
    "high angle shot": "俯拍 高角度 俯视 俯角 高机位 俯视角度 高角度拍摄 高角度俯拍 俯视视角 高视角",
    "overhead shot": "鸟瞰 俯瞰 顶拍 正上方 上帝视角 垂直俯拍 鸟瞰视角 俯瞰视角 鸟瞰图 俯瞰镜头 顶视 鸟瞰镜头",
    "eye level shot": "平视 平拍 平视角度 平视视角 水平视角 平角拍摄",
    "dutchangle shot": "荷兰角 荷兰式倾斜 斜角镜头 倾斜构图 荷兰角度",
    "over the shoulder": "过肩 过肩镜头 越肩 过肩视角",
    "pov": "第一人称 第一视角 主观视角 主观镜头 第一人称视角 主视角",
}

OPTICS: dict[str, str] = {
    "shallow dof": "浅景深 小景深 景深浅 大光圈 浅焦 景深效果",
    "blurred background": "背景虚化 背景模糊 虚化背景 背景虚焦 模糊背景 虚化的背景 模糊的背景",
    "bokeh": "焦外 散景 光斑虚化 虚化 光斑 绿色光斑",
    "deep dof": "大景深 深景深 深焦 全景深",
    "telephoto": "长焦 长焦镜头 远摄",
    "wide angle lens": "广角",
    "fisheye": "鱼眼 鱼眼镜头",
    "motion blur": "动态模糊 运动模糊",
    "long exposure": "长曝光",
    "focus": "焦点 对焦",
    "focal length": "焦距",
}

LOOKED_AT: dict[str, str] = {
    "looks at camera": "看向镜头 看着镜头 看镜头 望向镜头 望着镜头 注视镜头 凝视镜头 直视镜头 盯着镜头 "
    "注视着镜头 凝视着镜头 看向相机 看向观众",
    "facing camera": "面对镜头 面向镜头 对着镜头 朝镜头 向镜头 朝着镜头 正对镜头 面朝镜头 对镜头 冲着镜头 冲镜头 "
    "向着镜头 背对镜头 对着相机 面向观众",
    "infrontof camera people": "镜头前行人",
    "infrontof camera": "镜头前 在镜头前 在镜头前面 从镜头前 镜头面前",
    "from camera": "离开镜头 远离镜头",
    "walks toward camera": "走向镜头 靠近镜头 走近镜头 向镜头走来 朝镜头走来",
}
"""A camera that is looked at."""

DIRECTIONS: dict[str, str] = {
    "leftwards": "到左侧 到左边 至左侧 向左 往左 朝左 朝左边 向左边 往左边 向左侧 往左侧 朝左侧 向左方 往左方 "
    "朝左方 左向 自右向左",
    "rightwards": "向右 往右 朝右 朝右边 向右边 往右边 向右侧 往右侧 朝右侧 向右方 往右方 朝右方 右向 到右侧 "
    "到右边 至右侧 自左向右 左右 来回",
    "upwards": "向上 往上 朝上 向上方 往上方 朝上方 垂直向上 竖直向上 朝天空 由下而上 自下而上 从下而上 由低到高 "
    "从低到高 由低至高",
    "downwards": "向下 往下 朝下 向下方 往下方 朝下方 垂直向下 竖直向下 由上而下 自上而下 从上而下 由高到低 "
    "从高到低 由高至低",
    "forward": "向前 往前 朝前 向前方 朝前方 往前方 向里 往里 向内 从后往前 由后向前 由外向内",
    "backward": "向后 往后 朝后 向后方 往后方 往回 向回 向外 往外 从前往后 由前向后 由内向外",
    "clockwise": "顺时针 顺时针方向",
    "counterclockwise": "逆时针 逆时针方向 反时针",
}

FROM_TO: dict[str, tuple[str, str]] = {
    "leftwards": ("右", "左"),
    "rightwards": ("左", "右"),
    "upwards": ("下", "上"),
    "downwards": ("上", "下"),
    "forward": ("后", "前"),
    "backward": ("前", "后"),
}
"""Where a move begins and where it ends."""

REACHED = word_set("移到 移向 移至")
"""After another move these only say where the camera ends."""

PASSED = word_set("穿过 穿越 穿行 掠过 划过 越过 飞掠 扫过 扫视 滑过 移过 转过 摇过 环视")
"""After another move these only say what the camera goes past."""

LOOKS_THERE = word_set("看 看去 望 望去 看看")
"""What a camera is said to do when it turns, where a direction goes before."""

RISES = word_set(
    "由近到远 由近及远 由近至远 由远及近 由远到近 由远至近 固定 上升 升起 升高 拔高 抬升 攀升 爬升 下降 "
    "降下 后退 倒退 环绕 移动 推 拉 放大 缩小"
)
"""What opens a text that names nobody yet as an order to the camera."""

ORDERED = RISES | word_set(
    "摇 移 升 降 甩 抬 抬起 压低 下压 后撤 回撤 退 退后 轻推 慢推 缓推 快推 急推 缓拉 推到 推向 推至 拉到 "
    "拉至 拉开 摇到 摇向 摇至 移到 移向 移至 升到 升至 降到 降至 推过 转向 平移 推进 前推 后拉 拉出 左移 "
    "右移 上移 下移 前移 后移 绕 绕着 围绕 围绕着 靠近 远离 前进 穿过 飞过 飞越 掠过 俯冲 滑行 旋转 逼近 "
    "贴近"
)
"""Moves that a clause without a subject orders where its words set it among other moves, or give it a direction."""

ORDERED_BY_PATH = word_set("前行 行进 飞 飞行 滑行 穿行 滑动 穿越 运动 滑翔 转 转动 游走")
"""Moves that such a clause orders where nothing in the text has acted before."""
