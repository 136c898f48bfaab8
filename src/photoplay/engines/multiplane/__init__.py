"""The multiplane engine: a layered 2.5D stage, a virtual camera and a lens, on any CPU.

Read in this order: `matte` and `depth` see the photograph, `fill` invents what it hides, `stage` builds the
layers; `path` turns the plan into a camera path, `governor` keeps it within what the stage can show; `warp`,
`lens` and `renderer` make the frames; `engine` puts them together.
"""
