using System.Runtime.InteropServices;

namespace Luciole.Kernels.Memory;

/// <summary>
/// Scratch memory for kernels, kept between calls up to a bound so that large blocks are not returned to the kernel and faulted in
/// again. Blocks start at a cache line and hold garbage.
/// </summary>
public sealed unsafe partial class WorkspacePool : IDisposable
{
    private const nuint Alignment = 64;

    // Transforms write lines far apart: with pages of 4 KiB they wait for address translation more than for memory.
    private const nuint HugePage = 2 << 20;
    private const int AdviseHugePages = 14;
    private const long SharedBytes = 1 << 20;
    private readonly Lock _lock = new();
    private readonly List<(nint Address, long Bytes)> _free = [];
    private readonly long _keep;
    private long _kept;

    /// <summary>Keeps at most <paramref name="keepBytes"/> bytes of unused blocks.</summary>
    public WorkspacePool(long keepBytes) => _keep = keepBytes;

    /// <summary>Bytes in unused blocks.</summary>
    public long KeptBytes
    {
        get
        {
            lock (_lock)
                return _kept;
        }
    }

    /// <summary>A block of at least so many floats; dispose it to give it back.</summary>
    public Workspace Rent(long floats)
    {
        var bytes = ((Math.Max(1, floats) * sizeof(float)) + 4095) & ~4095L;
        lock (_lock)
        {
            var best = -1;
            for (var i = 0; i < _free.Count; i++)
            {
                // Small requests leave large blocks to those who need them; large ones share what there is, or every layer would keep its own.
                if (_free[i].Bytes >= bytes && (bytes >= SharedBytes || _free[i].Bytes <= 2 * bytes) && (best < 0 || _free[i].Bytes < _free[best].Bytes))
                    best = i;
            }

            if (best >= 0)
            {
                var (address, size) = _free[best];
                _free.RemoveAt(best);
                _kept -= size;
                return new Workspace(this, (float*)address, size);
            }
        }

        return Allocate(bytes);
    }

    /// <summary>Frees the unused blocks.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            foreach (var (address, _) in _free)
                NativeMemory.AlignedFree((void*)address);
            _free.Clear();
            _kept = 0;
        }
    }

    /// <summary>Frees the unused blocks.</summary>
    public void Dispose() => Trim();

    private Workspace Allocate(long bytes)
    {
        var isLarge = bytes >= 2 * (long)HugePage;
        if (isLarge)
            bytes = (bytes + (long)HugePage - 1) / (long)HugePage * (long)HugePage;
        var address = NativeMemory.AlignedAlloc((nuint)bytes, isLarge ? HugePage : Alignment);
        if (isLarge && OperatingSystem.IsLinux())
            _ = Advise((nint)address, (nuint)bytes, AdviseHugePages);
        return new Workspace(this, (float*)address, bytes);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);

    internal void Return(float* address, long bytes)
    {
        lock (_lock)
        {
            // The oldest go first: what was just used is what the next call wants.
            while (_free.Count > 0 && _kept + bytes > _keep)
            {
                NativeMemory.AlignedFree((void*)_free[0].Address);
                _kept -= _free[0].Bytes;
                _free.RemoveAt(0);
            }

            if (bytes <= _keep)
            {
                _free.Add(((nint)address, bytes));
                _kept += bytes;
                return;
            }
        }

        NativeMemory.AlignedFree(address);
    }
}
