using System.Runtime.InteropServices;
using System.Text;

namespace Luciole.Torch.Cuda;

/// <summary>
/// NVIDIA's driver, asked directly: its C functions are the same whatever CUDA libtorch was built with, so nothing has to be compiled, and
/// a machine's GPU is seen even where libtorch cannot use it.
/// </summary>
internal sealed unsafe class NvidiaDriver
{
    /// <summary>The file whose absence means that there is no driver.</summary>
    public const string File = "libcuda.so.1";

    private const int ComputeCapabilityMajor = 75;
    private const int ComputeCapabilityMinor = 76;

    private readonly nint _library;

    private NvidiaDriver(nint library) => _library = library;

    /// <summary>The driver, or null where there is none.</summary>
    public static NvidiaDriver? Open(string file = File) => NativeLibrary.TryLoad(file, out var library) ? new NvidiaDriver(library) : null;

    /// <summary>0 when the driver is ready, else its error number: 100 for no GPU.</summary>
    public int Initialize() => ((delegate* unmanaged<uint, int>)Function("cuInit"))(0);

    /// <summary>The newest CUDA that the driver runs, as 1000 * major + 10 * minor; 0 when it does not tell.</summary>
    public int CudaVersion
    {
        get
        {
            int version;
            return ((delegate* unmanaged<int*, int>)Function("cuDriverGetVersion"))(&version) == 0 ? version : 0;
        }
    }

    /// <summary>GPUs that this process may see, by <c>CUDA_VISIBLE_DEVICES</c>; 0 on an error.</summary>
    public int DeviceCount
    {
        get
        {
            int count;
            return ((delegate* unmanaged<int*, int>)Function("cuDeviceGetCount"))(&count) == 0 ? count : 0;
        }
    }

    /// <summary>The driver's own name for one of its errors, for instance CUDA_ERROR_NO_DEVICE.</summary>
    public string ErrorName(int error)
    {
        byte* text;
        return ((delegate* unmanaged<int, byte**, int>)Function("cuGetErrorName"))(error, &text) == 0
            ? Marshal.PtrToStringUTF8((nint)text) ?? $"error {error}"
            : $"error {error}";
    }

    /// <summary>The name of a GPU.</summary>
    public string Name(int index)
    {
        var buffer = stackalloc byte[256];
        Check(((delegate* unmanaged<byte*, int, int, int>)Function("cuDeviceGetName"))(buffer, 256, Handle(index)));
        return Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
    }

    /// <summary>The compute capability of a GPU.</summary>
    public (int Major, int Minor) ComputeCapability(int index) => (Attribute(index, ComputeCapabilityMajor), Attribute(index, ComputeCapabilityMinor));

    /// <summary>The bytes of a GPU that no process holds, and all its bytes. Starts the GPU's context, as libtorch does.</summary>
    public (long Free, long Total) Memory(int index)
    {
        var device = Handle(index);
        nint context;
        nint popped;
        nuint free = 0;
        nuint total = 0;
        Check(((delegate* unmanaged<nint*, int, int>)Function("cuDevicePrimaryCtxRetain"))(&context, device));
        try
        {
            Check(((delegate* unmanaged<nint, int>)Function("cuCtxPushCurrent_v2"))(context));
            var error = ((delegate* unmanaged<nuint*, nuint*, int>)Function("cuMemGetInfo_v2"))(&free, &total);
            Check(((delegate* unmanaged<nint*, int>)Function("cuCtxPopCurrent_v2"))(&popped));
            Check(error);
        }
        finally
        {
            _ = ((delegate* unmanaged<int, int>)Function("cuDevicePrimaryCtxRelease_v2"))(device);
        }

        return ((long)free, (long)total);
    }

    /// <summary>Waits for an event.</summary>
    public void Synchronize(nint cudaEvent) => Check(((delegate* unmanaged<nint, int>)Function("cuEventSynchronize"))(cudaEvent));

    /// <summary>Milliseconds from one event to another; both must have come.</summary>
    public double Milliseconds(nint from, nint to)
    {
        float milliseconds;
        Check(((delegate* unmanaged<float*, nint, nint, int>)Function("cuEventElapsedTime"))(&milliseconds, from, to));
        return milliseconds;
    }

    private int Handle(int index)
    {
        int device;
        Check(((delegate* unmanaged<int*, int, int>)Function("cuDeviceGet"))(&device, index));
        return device;
    }

    private int Attribute(int index, int attribute)
    {
        int value;
        Check(((delegate* unmanaged<int*, int, int, int>)Function("cuDeviceGetAttribute"))(&value, attribute, Handle(index)));
        return value;
    }

    private void Check(int error)
    {
        if (error != 0)
            throw new InvalidOperationException($"NVIDIA's driver reports {ErrorName(error)}.");
    }

    private nint Function(string name) => NativeLibrary.GetExport(_library, name);
}
