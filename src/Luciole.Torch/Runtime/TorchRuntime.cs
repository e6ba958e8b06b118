using System.Runtime.InteropServices;
using System.Text;
using Luciole.Files;
using Luciole.Torch.Cuda;
using Luciole.Torch.Native;

namespace Luciole.Torch.Runtime;

/// <summary>libtorch as a whole: its version, threads and devices.</summary>
public static unsafe class TorchRuntime
{
    /// <summary>The version of libtorch that the native library was built against.</summary>
    public static string Version => Marshal.PtrToStringUTF8((nint)LibLucioleTorch.Version()) ?? "";

    /// <summary>libtorch's own description of how it was built: BLAS, oneDNN, OpenMP, CUDA.</summary>
    public static string BuildDescription
    {
        get
        {
            var buffer = new byte[16384];
            fixed (byte* p = buffer)
            {
                var length = Math.Min(LibLucioleTorch.BuildDescription(p, buffer.Length), buffer.Length - 1);
                return Encoding.UTF8.GetString(buffer, 0, length);
            }
        }
    }

    /// <summary>
    /// Starts loading libtorch on a thread of its own, which takes a third of a second, while the caller goes on with what does not need
    /// it. The first call of libtorch waits for the end; a failure is that call's to report.
    /// </summary>
    public static void BeginLoading() => new Thread(LoadQuietly) { IsBackground = true, Name = "libtorch" }.Start();

    /// <summary>Threads that one operator may use on the processor.</summary>
    public static int Threads
    {
        get => LibLucioleTorch.ThreadsGet();
        set => LibLucioleTorch.Check(LibLucioleTorch.ThreadsSet(value));
    }

    /// <summary>GPUs that this libtorch can use; 0 for a build without CUDA.</summary>
    public static int CudaDeviceCount => LibLucioleTorch.CudaDeviceCount();

    /// <summary>Waits until a GPU has done all it was given.</summary>
    public static void Synchronize(Device device)
    {
        if (device.Kind == DeviceKind.Cuda)
            LibLucioleTorch.Check(LibLucioleTorch.CudaSynchronize(device.Index));
    }

    /// <summary>
    /// Sets libtorch's threads: <paramref name="requested"/> when positive, else <c>OMP_NUM_THREADS</c>, else the physical cores
    /// this process may use. libtorch itself starts with one thread on some machines.
    /// </summary>
    /// <param name="requested">The number, or below 1.</param>
    /// <param name="sharing">Processes that divide the cores, this one among them.</param>
    /// <returns>The number set.</returns>
    public static int UseThreads(int requested = -1, int sharing = 1)
    {
        var count = requested > 0 ? requested
            : int.TryParse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"), out var wanted) && wanted > 0 ? wanted
            : Math.Max(1, PhysicalCores.Count() / sharing);
        Threads = count;
        return count;
    }

    private static void LoadQuietly()
    {
        try
        {
            _ = Threads;
        }
        catch (Exception e) when (e is InputException or DllNotFoundException or BadImageFormatException)
        {
            // The first call that needs it meets the same.
        }
    }

    /// <summary>The device, after checking that it is there.</summary>
    /// <exception cref="InputException">A GPU was asked for that this machine or this libtorch has not.</exception>
    public static Device Require(Device device)
    {
        if (device.Kind == DeviceKind.Cpu)
            return device;
        return CudaDevices.WhyNot(device.Index) is { } reason ? throw new InputException($"Device {device} was asked for, but {reason}; or compute on the processor with --gpu cpu.") : device;
    }
}
