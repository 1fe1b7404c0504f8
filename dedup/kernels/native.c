/* The module `dedup.kernels.native`: every kernel of native.h as a function of buffers and numbers.

   Only the stable ABI is used, and no header of numpy: one build serves every Python from 3.11 on. Arguments are
   checked here against the signature of the kernel (type, contiguous, writable), so that a wrong call raises
   TypeError and does not read what it should not; sizes are the callers' business. */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

#include "native.h"

#define MOST_ARGUMENTS 16

static const char *const signatures[] = {
#define SIGNATURE(name, arguments) arguments,
    KERNELS(SIGNATURE)};

static Kernel *const *kernels = plain_kernels;

/* Whether a buffer's numbers are what a letter of a signature stands for. */
static bool fits(const Py_buffer *view, char wanted)
{
    static const struct {
        char letter, kind, size;
    } sorts[] = {{'?', '?', 1}, {'B', 'u', 1}, {'H', 'u', 2}, {'i', 'i', 4}, {'I', 'u', 4},
                 {'q', 'i', 8}, {'Q', 'u', 8}, {'f', 'f', 4}, {'d', 'f', 8}};
    const char *format = view->format ? view->format : "B";
    if (*format == '@' || *format == '=' || *format == '<')
        format++;
    if (!*format || format[1])
        return false;
    char kind = *format == '?'                ? '?'
                : strchr("fd", *format)       ? 'f'
                : strchr("bhilqn", *format)   ? 'i'
                : strchr("BHILQNc", *format)  ? 'u'
                                              : 0;
    for (size_t k = 0; k < sizeof sorts / sizeof *sorts; k++)
        if (sorts[k].letter == wanted)
            return kind == sorts[k].kind && view->itemsize == sorts[k].size;
    return false;
}

static PyObject *call(int number, PyObject *const *objects, Py_ssize_t count)
{
    Argument given[MOST_ARGUMENTS];
    Py_buffer views[MOST_ARGUMENTS];
    int held = 0, n = 0;
    int64_t found = 0;
    PyObject *result = NULL;
    for (const char *wanted = signatures[number]; *wanted; wanted++, n++) {
        if (*wanted == ' ')
            wanted++;
        if (n == count) {
            PyErr_SetString(PyExc_TypeError, "too few arguments");
            goto done;
        }
        if (*wanted == 'n') {
            PyObject *whole = PyNumber_Index(objects[n]);
            if (!whole)
                goto done;
            given[n].whole = (int64_t)PyLong_AsUnsignedLongLongMask(whole);
            Py_DECREF(whole);
        } else if (*wanted == 'r') {
            given[n].real = PyFloat_AsDouble(objects[n]);
        } else {
            int flags = PyBUF_C_CONTIGUOUS | PyBUF_FORMAT;
            if (*wanted == '=') {
                flags |= PyBUF_WRITABLE;
                wanted++;
            }
            Py_buffer *view = views + held;
            if (PyObject_GetBuffer(objects[n], view, flags) < 0)
                goto done;
            held++;
            if (!fits(view, *wanted)) {
                PyErr_Format(PyExc_TypeError, "argument %d: numbers of type %c wanted, not %s", n + 1, *wanted,
                             view->format ? view->format : "B");
                goto done;
            }
            given[n].data = view->buf;
            given[n].size = view->len / view->itemsize;
        }
        if (PyErr_Occurred())
            goto done;
    }
    if (n != count) {
        PyErr_SetString(PyExc_TypeError, "too many arguments");
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    found = kernels[number](given);
    Py_END_ALLOW_THREADS
    result = found == NO_MEMORY ? PyErr_NoMemory() : PyLong_FromLongLong(found);
done:
    while (held > 0)
        PyBuffer_Release(views + --held);
    return result;
}

#define FUNCTION(name, arguments) \
    static PyObject *call_##name(PyObject *module, PyObject *const *objects, Py_ssize_t count) \
    { \
        (void)module; \
        return call(NUMBER_OF_##name, objects, count); \
    }
KERNELS(FUNCTION)

/* The levels that this processor has, the best one last. */
static int levels_of(const char *names[], Kernel *const *tables[])
{
    int found = 0;
    names[found] = "plain";
    tables[found++] = plain_kernels;
#if HAS_VECTORS
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
        __builtin_cpu_supports("popcnt")) {
        names[found] = "avx2";
        tables[found++] = avx2_kernels;
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
            names[found] = "avx512";
            tables[found++] = avx512_kernels;
        }
    }
#endif
    return found;
}

static PyObject *levels(PyObject *module, PyObject *nothing)
{
    const char *names[3];
    Kernel *const *tables[3];
    int count = levels_of(names, tables);
    (void)module;
    (void)nothing;
    PyObject *found = PyTuple_New(count);
    for (int k = 0; found && k < count; k++) {
        PyObject *name = PyUnicode_FromString(names[k]);
        if (!name || PyTuple_SetItem(found, k, name) < 0)
            Py_CLEAR(found);
    }
    return found;
}

static PyObject *use(PyObject *module, PyObject *wanted)
{
    const char *names[3];
    Kernel *const *tables[3];
    int count = levels_of(names, tables);
    (void)module;
    for (int k = 0; PyUnicode_Check(wanted) && k < count; k++)
        if (PyUnicode_CompareWithASCIIString(wanted, names[k]) == 0) {
            kernels = tables[k];
            Py_RETURN_NONE;
        }
    PyErr_SetString(PyExc_ValueError, "no level of this processor");
    return NULL;
}

static PyMethodDef methods[] = {
#define METHOD(name, arguments) {#name, (PyCFunction)(void (*)(void))call_##name, METH_FASTCALL, arguments},
    KERNELS(METHOD)
    {"levels", levels, METH_NOARGS, "Names of the levels of vector instructions that this processor has, the best one last."},
    {"use", use, METH_O, "Take the kernels of one level; at first they are those of the best."},
    {NULL, NULL, 0, NULL}};

static int start(PyObject *module)
{
    const char *names[3];
    Kernel *const *tables[3];
    (void)module;
    kernels = tables[levels_of(names, tables) - 1];
    return 0;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)start}, {0, NULL}};

static PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "native",
    .m_doc = "The kernels in C; see kernels/__init__.py.",
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_native(void)
{
    return PyModuleDef_Init(&definition);
}
