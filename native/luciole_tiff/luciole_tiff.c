// What C# cannot call in libtiff by itself: the functions with variable arguments, and the error handler, which gets a va_list.
// Everything else of libtiff is called directly; LibTiff.cs declares both halves.
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#define API __attribute__((visibility("default")))
#define MESSAGE_SIZE 512

// Handlers that belong to one open file came with libtiff 4.5.0; before it there is one for the process.
#if TIFFLIB_VERSION >= 20221213
#define HANDLER_PER_FILE 1
#else
#define HANDLER_PER_FILE 0
#endif

static const char CLIENT_INFO[] = "luciole";

// The first message since the last question: later ones are mostly consequences of it.
static void keep_first(char *message, const char *module, const char *format, va_list arguments)
{
    if (message == NULL || message[0] != '\0')
        return;
    int length = module != NULL ? snprintf(message, MESSAGE_SIZE, "%s: ", module) : 0;
    if (length >= 0 && length < MESSAGE_SIZE)
        vsnprintf(message + length, (size_t)(MESSAGE_SIZE - length), format, arguments);
}

static void copy_and_clear(char *message, char *destination, int32_t capacity)
{
    if (capacity > 0)
        snprintf(destination, (size_t)capacity, "%s", message);
    message[0] = '\0';
}

#if HANDLER_PER_FILE

static int on_error(TIFF *tiff, void *message, const char *module, const char *format, va_list arguments)
{
    (void)tiff;
    keep_first(message, module, format, arguments);
    return 1;
}

static int on_warning(TIFF *tiff, void *message, const char *module, const char *format, va_list arguments)
{
    (void)tiff, (void)message, (void)module, (void)format, (void)arguments;
    return 1;
}

static TIFF *open_with_handlers(const char *path, const char *mode, int64_t largest_allocation, char *message)
{
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (options == NULL)
        return NULL;
    if (largest_allocation > 0)
        TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)largest_allocation);
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, message);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, NULL);
    TIFF *tiff = TIFFOpenExt(path, mode, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}

static char *message_of(TIFF *tiff)
{
    return TIFFGetClientInfo(tiff, CLIENT_INFO);
}

#else

static _Thread_local char thread_message[MESSAGE_SIZE];

static void on_error(thandle_t handle, const char *module, const char *format, va_list arguments)
{
    (void)handle;
    keep_first(thread_message, module, format, arguments);
}

static TIFF *open_with_handlers(const char *path, const char *mode, int64_t largest_allocation, char *message)
{
    (void)largest_allocation;
    TIFFSetErrorHandler(NULL);
    TIFFSetWarningHandler(NULL);
    TIFFSetErrorHandlerExt(on_error);
    thread_message[0] = '\0';
    TIFF *tiff = TIFFOpen(path, mode);
    if (tiff == NULL)
        copy_and_clear(thread_message, message, MESSAGE_SIZE);
    return tiff;
}

static char *message_of(TIFF *tiff)
{
    (void)tiff;
    return thread_message;
}

#endif

// NULL and a message when it fails. largest_allocation (bytes, 0: no limit) bounds any single allocation of libtiff's.
API TIFF *luciole_tiff_open(const char *path, const char *mode, int64_t largest_allocation, char *error, int32_t capacity)
{
    char *message = calloc(1, MESSAGE_SIZE);
    if (message == NULL)
        return NULL;
    TIFF *tiff = open_with_handlers(path, mode, largest_allocation, message);
    if (tiff == NULL)
    {
        copy_and_clear(message, error, capacity);
        free(message);
        return NULL;
    }
    TIFFSetClientInfo(tiff, message, CLIENT_INFO);
    return tiff;
}

API void luciole_tiff_close(TIFF *tiff)
{
    char *message = TIFFGetClientInfo(tiff, CLIENT_INFO);
    TIFFClose(tiff);
    free(message);
}

// The first error since the last call; an empty text when there was none.
API void luciole_tiff_take_error(TIFF *tiff, char *destination, int32_t capacity)
{
    copy_and_clear(message_of(tiff), destination, capacity);
}

// Getters give what libtiff believes, its defaults included; 0 when the tag is absent and has no default.
API int32_t luciole_tiff_get_u16(TIFF *tiff, uint32_t tag, uint16_t *value)
{
    return TIFFGetFieldDefaulted(tiff, tag, value);
}

API int32_t luciole_tiff_get_u32(TIFF *tiff, uint32_t tag, uint32_t *value)
{
    return TIFFGetFieldDefaulted(tiff, tag, value);
}

// For every tag of type SHORT, and the codecs' settings, which libtiff takes as int.
API int32_t luciole_tiff_set_int(TIFF *tiff, uint32_t tag, int32_t value)
{
    return TIFFSetField(tiff, tag, (int)value);
}

API int32_t luciole_tiff_set_u32(TIFF *tiff, uint32_t tag, uint32_t value)
{
    return TIFFSetField(tiff, tag, value);
}

API int32_t luciole_tiff_set_double(TIFF *tiff, uint32_t tag, double value)
{
    return TIFFSetField(tiff, tag, value);
}

API int32_t luciole_tiff_set_text(TIFF *tiff, uint32_t tag, const char *value)
{
    return TIFFSetField(tiff, tag, value);
}
