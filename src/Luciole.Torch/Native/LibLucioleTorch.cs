using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Luciole.Files;

namespace Luciole.Torch.Native;

/// <summary>The functions of native/luciole_torch, one for one; those of GPUs are in the other part.</summary>
internal static unsafe partial class LibLucioleTorch
{
    private const string Library = "luciole_torch";

    [LibraryImport(Library, EntryPoint = "lt_error_message")]
    internal static partial byte* ErrorMessage();

    [LibraryImport(Library, EntryPoint = "lt_set_error", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetError(string text);

    [LibraryImport(Library, EntryPoint = "lt_operator_find", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int OperatorFind(string name, string overload, out nint handle);

    [LibraryImport(Library, EntryPoint = "lt_operator_call")]
    internal static partial int OperatorCall(
        nint handle, NativeValue* arguments, int argumentCount, NativeValue* results, int capacity, out int resultCount);

    [LibraryImport(Library, EntryPoint = "lt_tensor_list_free")]
    internal static partial void TensorListFree(nint handles);

    [LibraryImport(Library, EntryPoint = "lt_tensor_info_get")]
    internal static partial int TensorInfoGet(nint tensor, out NativeTensorInfo info);

    [LibraryImport(Library, EntryPoint = "lt_tensor_sizes")]
    internal static partial int TensorSizes(nint tensor, long* sizes, long* strides);

    [LibraryImport(Library, EntryPoint = "lt_tensor_data")]
    internal static partial int TensorData(nint tensor, out nint data);

    [LibraryImport(Library, EntryPoint = "lt_tensor_share")]
    internal static partial int TensorShare(nint tensor, out nint result);

    [LibraryImport(Library, EntryPoint = "lt_tensor_free")]
    internal static partial void TensorFree(nint tensor);

    [LibraryImport(Library, EntryPoint = "lt_grad_mode_get")]
    internal static partial int GradModeGet();

    [LibraryImport(Library, EntryPoint = "lt_grad_mode_set")]
    internal static partial void GradModeSet(int enabled);

    [LibraryImport(Library, EntryPoint = "lt_requires_grad_set")]
    internal static partial int RequiresGradSet(nint tensor, int value);

    [LibraryImport(Library, EntryPoint = "lt_gradient_get")]
    internal static partial int GradientGet(nint tensor, out nint gradient);

    [LibraryImport(Library, EntryPoint = "lt_gradient_set")]
    internal static partial int GradientSet(nint tensor, nint gradient);

    [LibraryImport(Library, EntryPoint = "lt_backward_run")]
    internal static partial int BackwardRun(nint tensor, nint gradient, int retainGraph, int createGraph);

    [LibraryImport(Library, EntryPoint = "lt_gradient_function_attach")]
    internal static partial int GradientFunctionAttach(
        nint* inputs,
        int inputCount,
        nint* outputs,
        int outputCount,
        delegate* unmanaged[Cdecl]<nint, int, nint*, int, nint*, int> backward,
        delegate* unmanaged[Cdecl]<nint, void> release,
        nint state);

    [LibraryImport(Library, EntryPoint = "lt_version")]
    internal static partial byte* Version();

    [LibraryImport(Library, EntryPoint = "lt_build_description")]
    internal static partial int BuildDescription(byte* buffer, int capacity);

    [LibraryImport(Library, EntryPoint = "lt_threads_get")]
    internal static partial int ThreadsGet();

    [LibraryImport(Library, EntryPoint = "lt_threads_set")]
    internal static partial int ThreadsSet(int count);

    [LibraryImport(Library, EntryPoint = "lt_cuda_device_count")]
    internal static partial int CudaDeviceCount();

    [LibraryImport(Library, EntryPoint = "lt_cuda_synchronize")]
    internal static partial int CudaSynchronize(int device);

    [LibraryImport(Library, EntryPoint = "lt_random_seed")]
    internal static partial int RandomSeed(ulong seed);

    [LibraryImport(Library, EntryPoint = "lt_random_state_get")]
    internal static partial int RandomStateGet(int deviceType, int deviceIndex, out nint state);

    [LibraryImport(Library, EntryPoint = "lt_random_state_set")]
    internal static partial int RandomStateSet(int deviceType, int deviceIndex, nint state);

    [LibraryImport(Library, EntryPoint = "lt_memory_stats")]
    internal static partial void MemoryStats(out NativeMemoryUse use);

    [LibraryImport(Library, EntryPoint = "lt_memory_peak_reset")]
    internal static partial void MemoryPeakReset();

    [LibraryImport(Library, EntryPoint = "lt_memory_trim")]
    internal static partial void MemoryTrim();

    /// <summary>Turns a native failure into an exception that keeps libtorch's first line.</summary>
    internal static void Check(int status)
    {
        if (status != 0)
            throw TorchException.FromNativeText(Marshal.PtrToStringUTF8((nint)ErrorMessage()) ?? "unknown error");
    }

#pragma warning disable CA2255 // The resolver must be in place before the first native call of this assembly, wherever that comes from.
    [ModuleInitializer]
    internal static void InstallResolver() =>
        NativeLibrary.SetDllImportResolver(typeof(LibLucioleTorch).Assembly, Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name == Library ? NativeLibrary.Load(NativeFolder.Find("libluciole_torch.so")) : 0;
}
