"""Writes numpy_types.npz: 0..23 as (2, 3, 4) in every numeric type, byte order, axis order and .npy version, by NumPy itself.

    python3 make_numpy_types.py numpy_types.npz

Entries are named {type}_{byte order}_{C or F}_v{version}; bool holds value % 2, complex ones value + i(value + 1).
"""
import sys
import zipfile

import numpy as np

values = np.arange(24).reshape(2, 3, 4)
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
    for code in ["b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16"]:
        array = values % 2 if code == "b1" else values + 1j * (values + 1) if code[0] == "c" else values
        for order_name, order in [("little", "<"), ("big", ">")]:
            for axes in "CF":
                for version in [1, 2, 3]:
                    name = f"{code}_{order_name}_{axes}_v{version}.npy"
                    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                    info.compress_type = zipfile.ZIP_DEFLATED
                    with archive.open(info, "w") as file:
                        typed = np.asarray(array, dtype=np.dtype(order + code), order=axes)
                        np.lib.format.write_array(file, typed, version=(version, 0))
