"""How a shot can look: sizes, angles, lenses, grades and styles, and the terms that call them."""

from photoplay.director.vocabulary.kinds import CameraAngle, GradeKind, ShotSize
from photoplay.director.vocabulary.lexicon import word_set
from photoplay.director.vocabulary.terms import Terms

SIZES = Terms(
    {
        ShotSize.EXTREME_CLOSE_UP: "extreme closeup, ecu, xcu, extreme close shot, macro shot, macro, big closeup",
        ShotSize.CLOSE_UP: "closeup, close shot, tight shot, tight closeup, cu, head shot, headshot, tight on",
        ShotSize.MEDIUM_CLOSE_UP: "medium closeup, mcu, mid closeup, bust shot, head and shoulders",
        ShotSize.MEDIUM: "medium shot, mid shot, midshot, waist up, waist shot, half body, medium view, twoshot, "
        "medium",
        ShotSize.MEDIUM_WIDE: "medium wide, medium long, medium full shot, cowboy shot, american shot, "
        "three quarter shot, knee shot",
        ShotSize.WIDE: "wide shot, wide view, long shot, full shot, full body, full length, wide frame, "
        "wide closeup, wide angle shot, wide",
        ShotSize.EXTREME_WIDE: "extreme wide, extreme wide shot, extreme long, extreme long shot, establishing shot, "
        "vast wide shot, ultra wide shot, panoramic shot, panoramic view, panorama, master shot",
    }
)

ANGLES = Terms(
    {
        CameraAngle.EYE_LEVEL: "eye level, straight on, at eye height",
        CameraAngle.LOW: "low angle, worm's eye, worms eye, from below, ground level, upward angle",
        CameraAngle.HIGH: "high angle, from above, downward angle, elevated angle",
        CameraAngle.OVERHEAD: "overhead, birdseye, top shot, god's eye, gods eye, directly above, flat lay",
        CameraAngle.DUTCH: "dutchangle, dutch tilt, canted angle, canted frame, oblique angle, oblique shot, "
        "tilted frame",
        CameraAngle.POINT_OF_VIEW: "pov, firstperson, subjective camera, through the eyes of",
        CameraAngle.OVER_THE_SHOULDER: "over the shoulder, over shoulder, ots, over her shoulder, "
        "over his shoulder",
    }
)

FOCAL_LENGTHS = Terms(
    {
        12.0: "fisheye, fish eye",
        24.0: "wide angle lens, wideangle lens, wide lens",
        135.0: "telephoto, telephoto lens, tele lens, long lens",
    }
)
"""Millimetres of the lenses that have a name."""

GRADES = Terms(
    {
        GradeKind.CINEMATIC: "cinematic, cinematography, filmic, movie look, film look, cinema look, movie quality",
        GradeKind.NOIR: "noir, film noir, neo noir",
        GradeKind.BLACK_AND_WHITE: "black and white, monochrome, monochromatic, grayscale, greyscale, b and w",
        GradeKind.GOLDEN_HOUR: "golden hour, magic hour, golden light, golden sunlight, golden glow, golden rays, "
        "golden hues, golden afternoon",
        GradeKind.VINTAGE: "vintage look, vintage film, vintage style, vintage footage, vintage aesthetic, retro, "
        "retro style, sepia, vhs, super8, super 8, nostalgic, old film, polaroid, kodachrome",
        GradeKind.DREAMY: "dreamy, dreamlike, ethereal, otherworldly, dream like, soft glow, surreal",
        GradeKind.HIGH_CONTRAST: "high contrast, strong contrast, stark contrast, chiaroscuro, harsh contrast",
        GradeKind.LOW_KEY: "low key, lowkey, low key lighting, dimly lit, dark and moody, moody lighting",
        GradeKind.FILM_GRAIN: "film grain, grainy, grain, 16 mm, 16 mm film, 35 mm film, 8 mm, celluloid",
        GradeKind.SLOW_MOTION: "slowmotion, slomo, bullettime",
        GradeKind.TIME_LAPSE: "timelapse, hyperlapse, time-lapse, sped up, fast motion",
    }
)

COLOUR_ADJECTIVES: dict[str, GradeKind] = {
    word: kind
    for kind, words in {
        GradeKind.WARM: "warm warmer amber orange",
        GradeKind.COOL: "cool cooler cold colder bluish teal",
        GradeKind.VIVID: "vivid vibrant saturated rich bold",
        GradeKind.MUTED: "muted desaturated pastel faded subdued washed",
    }.items()
    for word in words.split()
}
"""Adjectives that call a grade when they are said of the picture's colours or light."""

COLOUR_NOUNS = word_set(
    "tone tones toned palette color colors colour colours colored coloured hue hues grade grading lighting "
    "light glow atmosphere tint tonality temperature image picture mood blue blues green greens red reds orange "
    "oranges pink pinks purple yellow yellows gold browns"
)
