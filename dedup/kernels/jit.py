"""How kernels are compiled, and the vector instructions they use.

Kernels release the interpreter's lock and are kept on disk where possible. The intrinsics are plain LLVM
instructions, lowered to what the processor has (AVX-512, AVX2, NEON). They do not check bounds: callers leave
64 spare characters behind the last one. numba judges a cached kernel by the age of the kernel's own file, so
touch `kernels/text.py` and `kernels/facts.py` after changing an intrinsic here, or a constant they import.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped,unused-ignore]
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic as _typed_intrinsic

KEPT = True
"""Whether compiled code is kept on disk: beside its file, or in the user's cache directory."""


def jit(function: Any) -> Any:
    """A function compiled for the types that it is called with."""
    global KEPT
    try:
        return njit(nogil=True, cache=True)(function)
    except RuntimeError:  # neither directory can be written
        KEPT = False
        return njit(nogil=True)(function)


# mypy: disable-error-code="no-untyped-call,untyped-decorator"


intrinsic: Any = _typed_intrinsic

LANES = 32
"""Slots whose minimum is held in registers at once: two of AVX-512, four of AVX2, eight of NEON."""

_LONG, _BYTES = ir.IntType(64), ir.VectorType(ir.IntType(8), 64)


def _all(value: int) -> Any:
    return ir.Constant(_BYTES, [value] * 64)


def _address(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    data = context.make_array(signature.args[0])(context, builder, args[0]).data
    return builder.gep(data, [args[1]])


@intrinsic
def load64(typingctx: Any, array: Any, at: Any) -> Any:
    """Eight bytes of a byte array from any place on, as uint64."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        place = builder.bitcast(_address(context, builder, signature, args), _LONG.as_pointer())
        return builder.load(place, align=1)

    return types.uint64(array, types.int64), generate


@intrinsic
def store64(typingctx: Any, array: Any, at: Any, value: Any) -> Any:
    """Writes eight bytes into a byte array at any place."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        place = builder.bitcast(_address(context, builder, signature, args), _LONG.as_pointer())
        builder.store(args[2], place, align=1)
        return context.get_dummy_value()

    return types.void(array, types.int64, types.uint64), generate


@intrinsic
def not_space(typingctx: Any, data: Any, at: Any) -> Any:
    """Bit mask of the 64 bytes from a place on that are no spaces."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        place = builder.bitcast(_address(context, builder, signature, args), _BYTES.as_pointer())
        return builder.bitcast(builder.icmp_unsigned("!=", builder.load(place, align=1), _all(0x20)), _LONG)

    return types.uint64(data, types.int64), generate


def _clean_of(width: int) -> Any:
    """Copies 64 characters of so many bits in lower case, with spaces for those of no word.

    Returns the bit mask of those beyond ASCII.
    """

    def typed(typingctx: Any, source: Any, at: Any, target: Any, out: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            units = ir.VectorType(ir.IntType(width), 64)
            place = builder.bitcast(_address(context, builder, signature, args), units.as_pointer())
            unit = builder.load(place, align=1)
            beyond = builder.icmp_unsigned(">=", unit, ir.Constant(units, [0x80] * 64))
            byte = unit if width == 8 else builder.trunc(unit, _BYTES)
            low = builder.or_(byte, _all(0x20))
            letter = builder.icmp_unsigned("<", builder.sub(low, _all(0x61)), _all(26))
            digit = builder.icmp_unsigned("<", builder.sub(byte, _all(0x30)), _all(10))
            plain = builder.select(letter, low, builder.select(digit, byte, _all(0x20)))
            data = context.make_array(signature.args[2])(context, builder, args[2]).data
            builder.store(plain, builder.bitcast(builder.gep(data, [args[3]]), _BYTES.as_pointer()), align=1)
            return builder.bitcast(beyond, _LONG)

        return types.uint64(source, types.int64, target, types.int64), generate

    return intrinsic(typed)


clean_ascii, clean_utf16 = _clean_of(8), _clean_of(16)


@intrinsic
def zeros(typingctx: Any, bits: Any) -> Any:
    """Number of trailing zero bits; 64 of 0."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], cgutils.false_bit)

    return types.int64(types.uint64), generate


@intrinsic
def ones(typingctx: Any, bits: Any) -> Any:
    """Number of bits that are set."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.int64(types.uint64), generate


@intrinsic
def least(typingctx: Any, values: Any, count: Any, factors: Any, increments: Any, slot: Any, row: Any) -> Any:
    """The least of values * factor + increment, for `LANES` slots from `slot` on, held in registers."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        vector = ir.VectorType(ir.IntType(32), LANES)

        def lanes_of(k: int) -> Any:
            data = context.make_array(signature.args[k])(context, builder, args[k]).data
            return builder.bitcast(builder.gep(data, [args[4]]), vector.as_pointer())

        factor, increment = (builder.load(lanes_of(k), align=4) for k in (2, 3))
        least = cgutils.alloca_once_value(builder, ir.Constant(vector, [-1] * LANES))
        data = context.make_array(signature.args[0])(context, builder, args[0]).data
        with cgutils.for_range(builder, args[1]) as loop:
            value = builder.load(builder.gep(data, [loop.index]))
            first = builder.insert_element(ir.Constant(vector, ir.Undefined), value, ir.IntType(32)(0))
            spread = builder.shuffle_vector(
                first, first, ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
            )
            permuted = builder.add(builder.mul(spread, factor), increment)
            held = builder.load(least)
            smaller = builder.icmp_unsigned("<", permuted, held)
            builder.store(builder.select(smaller, permuted, held), least)
        builder.store(builder.load(least), lanes_of(5), align=4)
        return context.get_dummy_value()

    return types.void(values, types.int64, factors, increments, types.int64, row), generate


# mypy: disable-error-code="no-untyped-call"


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
