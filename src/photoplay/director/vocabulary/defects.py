"""What negative prompts list: the defects of generated video, and the words for them."""

from photoplay.director.vocabulary.kinds import LockKind
from photoplay.director.vocabulary.lexicon import word_set
from photoplay.director.vocabulary.terms import Terms

DEFECTS = Terms(
    {
        LockKind.SHAKE: "shake, shaky, shakes, shaking, jitter, jittery, jittering, wobble, wobbly, wobbling, "
        "unstable, unsteady, vibration, camerashake, handheld, jerky, jerkiness, stutter, stuttering, trembling, "
        "tremor, judder",
        LockKind.FLICKER: "flicker, flickering, flickers, flashing, strobe, strobing, strobe light",
        LockKind.DISTORTION: "distort, distorted, distortion, distortions, warp, warped, warping, deformed, "
        "deform, deformation, deformity, disfigured, misshapen, stretched, squashed, twisted, mutated, mutation, "
        "malformed, rubbery, bad anatomy, extra limbs, extra fingers, melted, artifacts, artefacts, glitch, glitches",
        LockKind.MORPHING: "morph, morphing, morphs, morphed, transform, transforming, transformation, shapeshifting, "
        "identity change, changing face, face change, face changes, inconsistent, identity shift",
        LockKind.TEXT: "text, texts, watermark, watermarks, subtitle, subtitles, caption, captions, logo, logos, "
        "letters, lettering, signature, writing, words, titles, username, timestamp, ui",
        LockKind.STILLNESS: "static, still, still image, still picture, still photo, still frame, motionless, frozen, "
        "stationary, slideshow, freeze frame, unmoving, lifeless, no motion, no movement, freezing",
        LockKind.MOTION_BLUR: "motion blur, blur, blurred, blurry, blurriness, unsharp, smeared",
        LockKind.SOFT_FOCUS: "bokeh, shallow dof, shallow focus, soft focus, out of focus, unfocused, defocused, "
        "blurred background, blurry background, background blur",
    }
)

BLURS = word_set("blur blurred blurry blurriness unsharp")
"""Words that forbid a blur of either cause when nothing beside them says which."""

CAMERA = word_set("camera cam shot lens viewpoint")
MOVEMENT = word_set("move movement motion")
