"""Compiled twins of the array code, and when they do the work.

The extension `dedup.kernels.native` is plain C (`native.c`, and the kernels by subject in headers) that takes
buffers and numbers. The same sources are compiled for plain C, AVX2 and AVX-512, and the best that the
processor has is taken when the module is loaded. `compiled` is its only caller: it allocates, and gives every
kernel the signature of its array twin, which is the definition. Both give the same bits, so a missing
extension costs time and nothing else.
"""
