using System.Runtime.InteropServices;

namespace Luciole.Torch.Native;

/// <content>Precision, streams, graphs and the memory of GPUs.</content>
internal static unsafe partial class LibLucioleTorch
{
    [LibraryImport(Library, EntryPoint = "lt_autocast_get")]
    [SuppressGCTransition]
    internal static partial int AutocastGet(int deviceType);

    [LibraryImport(Library, EntryPoint = "lt_autocast_enter")]
    internal static partial int AutocastEnter(int deviceType, int scalarType, out int beforeEnabled, out int beforeType);

    [LibraryImport(Library, EntryPoint = "lt_autocast_leave")]
    internal static partial int AutocastLeave(int deviceType, int beforeEnabled, int beforeType);

    [LibraryImport(Library, EntryPoint = "lt_autocast_cache_set")]
    internal static partial int AutocastCacheSet(int keep);

    [LibraryImport(Library, EntryPoint = "lt_math_modes_set")]
    internal static partial int MathModesSet(int tensorFloat32, int autotuning, int deterministic);

    [LibraryImport(Library, EntryPoint = "lt_math_modes_get")]
    internal static partial void MathModesGet(out int tensorFloat32, out int autotuning, out int deterministic);

    [LibraryImport(Library, EntryPoint = "lt_cuda_built")]
    internal static partial int CudaBuilt();

    [LibraryImport(Library, EntryPoint = "lt_cuda_extras_built")]
    internal static partial int CudaExtrasBuilt();

    [LibraryImport(Library, EntryPoint = "lt_cuda_device_set")]
    internal static partial int CudaDeviceSet(int device);

    [LibraryImport(Library, EntryPoint = "lt_stream_from_pool")]
    internal static partial int StreamFromPool(int device, int highPriority, out long id);

    [LibraryImport(Library, EntryPoint = "lt_stream_current")]
    internal static partial int StreamCurrent(int device, out long id);

    [LibraryImport(Library, EntryPoint = "lt_stream_exchange")]
    internal static partial int StreamExchange(int device, long id, out long before);

    [LibraryImport(Library, EntryPoint = "lt_stream_is_idle")]
    internal static partial int StreamIsIdle(int device, long id, out int idle);

    [LibraryImport(Library, EntryPoint = "lt_stream_synchronize")]
    internal static partial int StreamSynchronize(int device, long id);

    [LibraryImport(Library, EntryPoint = "lt_event_record")]
    internal static partial int EventRecord(ref nint cudaEvent, int device, long stream, int timed);

    [LibraryImport(Library, EntryPoint = "lt_event_block")]
    internal static partial int EventBlock(nint cudaEvent, int device, long stream);

    [LibraryImport(Library, EntryPoint = "lt_event_query")]
    internal static partial int EventQuery(nint cudaEvent, out int done);

    [LibraryImport(Library, EntryPoint = "lt_event_free")]
    internal static partial int EventFree(nint cudaEvent, int device);

    [LibraryImport(Library, EntryPoint = "lt_tensor_record_stream")]
    internal static partial int TensorRecordStream(nint tensor, int device, long stream);

    [LibraryImport(Library, EntryPoint = "lt_cuda_memory_get")]
    internal static partial int CudaMemoryGet(int device, out NativeCudaMemory use);

    [LibraryImport(Library, EntryPoint = "lt_cuda_memory_peak_reset")]
    internal static partial int CudaMemoryPeakReset(int device);

    [LibraryImport(Library, EntryPoint = "lt_cuda_cache_empty")]
    internal static partial int CudaCacheEmpty();

    [LibraryImport(Library, EntryPoint = "lt_cuda_graph_new")]
    internal static partial int CudaGraphNew(int device, out nint graph);

    [LibraryImport(Library, EntryPoint = "lt_cuda_graph_begin")]
    internal static partial int CudaGraphBegin(nint graph, nint poolOf);

    [LibraryImport(Library, EntryPoint = "lt_cuda_graph_end")]
    internal static partial int CudaGraphEnd(nint graph);

    [LibraryImport(Library, EntryPoint = "lt_cuda_graph_replay")]
    internal static partial int CudaGraphReplay(nint graph);

    [LibraryImport(Library, EntryPoint = "lt_cuda_graph_free")]
    internal static partial int CudaGraphFree(nint graph);
}
