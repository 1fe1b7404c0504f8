"""The extension of native kernels: one build for every Python from 3.11 on, and optional.

Without a compiler the installation works as well, with numpy. Everything else is in pyproject.toml.
"""

import sys
from pathlib import Path

from setuptools import Extension, setup

KERNELS = Path("dedup/kernels")
OPTIONS = (
    ["/O2", "/std:c11"]
    if sys.platform == "win32"
    else [
        "-std=c11",
        "-O3",
        "-ffp-contract=off",
        "-fvisibility=hidden",
        "-g0",
    ]  # the same sums on every processor
)

setup(
    ext_modules=[
        Extension(
            "dedup.kernels.native",
            sources=[str(KERNELS / f"{name}.c") for name in ("native", "plain", "avx2", "avx512")],
            depends=[str(path) for path in sorted(KERNELS.glob("*.h"))],
            extra_compile_args=OPTIONS,
            py_limited_api=True,
            optional=True,
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
