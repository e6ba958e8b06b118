using Luciole.Torch.Native;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Cuda;

/// <summary>
/// The work of some operators on a GPU, recorded once and started again as one. Shapes and addresses stay those of the recording: new input is
/// copied into the tensors that were read then, results are found in the tensors that were made then, which must be kept. Memory of
/// the recording belongs to the graph until it is disposed.
/// </summary>
public sealed class CudaGraph : IDisposable
{
    private readonly Device _device;
    private nint _graph;

    private CudaGraph(Device device)
    {
        _device = device;
        LibLucioleTorch.Check(LibLucioleTorch.CudaGraphNew(device.Index, out _graph));
    }

    /// <summary>Whether graphs can be recorded on a device: a GPU, and a native library compiled with CUDA's headers.</summary>
    public static bool IsSupported(Device device) => device.Kind == DeviceKind.Cuda && CudaDevices.HasExtras && CudaDevices.Count > device.Index;

    /// <summary>
    /// Records what <paramref name="work"/> gives to the GPU; nothing of it is computed. Do the same work a few times before, in a side stream:
    /// cuDNN chooses and cuBLAS allocates at the first time. The work must not wait for the GPU, read a number from it, or take memory
    /// of the machine; scopes of <see cref="Precision.Autocast"/> begin and end inside. Other threads may use the GPU meanwhile.
    /// </summary>
    /// <param name="device">The GPU.</param>
    /// <param name="work">Called once, in a stream of its own.</param>
    /// <param name="sharesMemoryWith">A graph that is never replayed at the same time and whose results are used up before this one's replay.</param>
    /// <exception cref="TorchException">The work cannot be recorded, or graphs are not built in; nothing is left recording.</exception>
    public static CudaGraph Capture(Device device, Action work, CudaGraph? sharesMemoryWith = null)
    {
        var graph = new CudaGraph(device);
        try
        {
            graph.Record(work, sharesMemoryWith);
            return graph;
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }

    /// <summary>Starts the recorded work in this thread's current stream; returns before it is done.</summary>
    public void Replay()
    {
        ObjectDisposedException.ThrowIf(_graph == 0, this);
        LibLucioleTorch.Check(LibLucioleTorch.CudaGraphReplay(_graph));
    }

    /// <summary>Frees the recording and its memory. No replay may be under way.</summary>
    public void Dispose()
    {
        if (_graph != 0)
            _ = LibLucioleTorch.CudaGraphFree(_graph);
        _graph = 0;
    }

    private void Record(Action work, CudaGraph? sharesMemoryWith)
    {
        CudaDevices.MakeCurrent(_device.Index);
        TorchRuntime.Synchronize(_device);
        CudaMemory.EmptyCache();
        var stream = CudaStream.FromPool(_device);
        stream.WaitFor(CudaStream.Current(_device));
        using (stream.Use())
        {
            LibLucioleTorch.Check(LibLucioleTorch.CudaGraphBegin(_graph, sharesMemoryWith?._graph ?? 0));
            var isRecorded = false;
            try
            {
                work();
                isRecorded = true;
            }
            finally
            {
                // The stream must stop recording whatever happened; the work's own failure is the one to tell.
                var status = LibLucioleTorch.CudaGraphEnd(_graph);
                if (isRecorded)
                    LibLucioleTorch.Check(status);
            }
        }

        CudaStream.Current(_device).WaitFor(stream);
    }
}
