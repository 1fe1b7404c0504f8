"""The vectors of `fact_kernels`: which of 64 characters lie in a range, as the bits of one number.

As in `sketch.intrinsics`, whoever calls them leaves 64 spare characters behind the last one, and touches
`fact_kernels.py` after a change.
"""
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped,unused-ignore]
from numba import types

from dedup.sketch.intrinsics import intrinsic


def _within_of(width: int) -> Any:
    """Bit mask of the 64 characters from a byte on, each of so many bits, that are among `count` from `low`
    on."""

    def typed(typingctx: Any, source: Any, at: Any, low: Any, count: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            units = ir.VectorType(ir.IntType(width), 64)
            none = ir.Constant(ir.VectorType(ir.IntType(32), 64), [0] * 64)

            def spread(value: Any) -> Any:
                unit = builder.trunc(value, ir.IntType(width))
                first = builder.insert_element(ir.Constant(units, ir.Undefined), unit, ir.IntType(32)(0))
                return builder.shuffle_vector(first, first, none)

            data = context.make_array(signature.args[0])(context, builder, args[0]).data
            place = builder.bitcast(builder.gep(data, [args[1]]), units.as_pointer())
            above = builder.sub(builder.load(place, align=1), spread(args[2]))
            inside = builder.icmp_unsigned("<", above, spread(args[3]))
            return builder.bitcast(inside, ir.IntType(64))

        return types.uint64(source, types.int64, types.int64, types.int64), generate

    return intrinsic(typed)


within_bytes, within_utf16 = _within_of(8), _within_of(16)
