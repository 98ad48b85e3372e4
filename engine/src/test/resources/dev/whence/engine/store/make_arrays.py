"""Makes numpy-stored.npz and numpy-deflated.npz: small arrays of every element type, read back by NpzFileTest."""
import numpy as np

ramp = np.arange(24).reshape(2, 3, 4)
arrays = {
    "f2": (ramp - 12).astype("<f2") / np.float16(8),
    "f4": (ramp / 3).astype("<f4"),
    "f8": ramp / 7.0,
    "i1": (ramp - 12).astype("i1"),
    "i2": (ramp - 12).astype("<i2"),
    "i4": (ramp - 12).astype("<i4"),
    "i8": (ramp - 12).astype("<i8") * 2**40,
    "u1": (ramp * 10).astype("u1"),
    "u2": (ramp * 2700).astype("<u2"),
    "u4": (ramp * 170_000_000).astype("<u4"),
    "b1": ramp % 3 == 0,
    "big": (ramp / 3).astype(">f4"),
    "fortran": np.asfortranarray(ramp.astype("<i4")),
    "fortran8": np.asfortranarray(ramp / 7.0),
    "scalar": np.float64(2.5),
    "empty": np.zeros((0, 5), "<f4"),
}
np.savez("numpy-stored.npz", **arrays)
np.savez_compressed("numpy-deflated.npz", **arrays)
