using System.Text;
using Luciole.Torch.Native;

namespace Luciole.Torch.Distributed;

/// <summary>
/// The ranks of a run and what they do together, by libtorch's c10d. Every rank calls the same collectives in the same order. All throw
/// <see cref="TorchException"/> when a rank is gone or does not come within the timeout.
/// </summary>
public sealed unsafe class ProcessGroup : IDisposable
{
    private nint _group;

    /// <summary>Joins; returns when all ranks did.</summary>
    /// <param name="backend">Who carries tensors.</param>
    /// <param name="store">Where ranks meet; must outlive the group.</param>
    /// <param name="place">Which one this is.</param>
    /// <param name="ownAddress">The address of this machine that the other ranks reach it by: Gloo listens there and nowhere else.</param>
    /// <param name="timeout">How long to wait for others, here and in collectives.</param>
    /// <param name="name">Tells this group from others of the same ranks.</param>
    /// <exception cref="TorchException">Ranks are missing, or the native library was built without the back end.</exception>
    public ProcessGroup(CollectiveBackend backend, RankStore store, RankPlace place, string ownAddress, TimeSpan timeout, string name = "group")
    {
        Place = place;
        fixed (byte* native = Encoding.UTF8.GetBytes(name + '\0'), own = Encoding.UTF8.GetBytes(ownAddress + '\0'))
        {
            var options = new NativeGroupOptions
            {
                Nccl = backend == CollectiveBackend.Nccl ? 1 : 0,
                Name = native,
                Rank = place.Rank,
                Ranks = place.Ranks,
                TimeoutMilliseconds = (int)timeout.TotalMilliseconds,
                OwnAddress = own,
            };
            LibLucioleTorch.Check(LibLucioleTorch.GroupNew(store.Handle, options, out _group));
        }
    }

    /// <summary>Which rank this is.</summary>
    public RankPlace Place { get; }

    /// <summary>Whether the native library was built with a back end.</summary>
    public static bool IsBuilt(CollectiveBackend backend) => LibLucioleTorch.CollectivesBuilt(backend == CollectiveBackend.Nccl ? 1 : 0) != 0;

    /// <summary>Begins to replace a tensor by its sum over all ranks; same shape and type everywhere, without gaps in memory.</summary>
    public CollectiveWork BeginAllReduce(Tensor tensor)
    {
        LibLucioleTorch.Check(LibLucioleTorch.GroupAllReduce(Group, tensor.Handle, out var work));
        return new CollectiveWork(work, tensor);
    }

    /// <summary>Replaces a tensor by its sum over all ranks.</summary>
    public void AllReduce(Tensor tensor)
    {
        using var work = BeginAllReduce(tensor);
        work.Wait();
    }

    /// <summary>Replaces a tensor by that of one rank.</summary>
    public void Broadcast(Tensor tensor, int root = 0)
    {
        LibLucioleTorch.Check(LibLucioleTorch.GroupBroadcast(Group, tensor.Handle, root, out var native));
        using var work = new CollectiveWork(native, tensor);
        work.Wait();
    }

    /// <summary>The tensors of all ranks, which have the same shape, by rank.</summary>
    public Tensor[] AllGather(Tensor tensor)
    {
        var gathered = new Tensor[Place.Ranks];
        var handles = stackalloc nint[gathered.Length];
        for (var i = 0; i < gathered.Length; i++)
        {
            gathered[i] = Tensor.Empty(tensor.Shape, tensor.ScalarType, tensor.Device);
            handles[i] = gathered[i].Handle;
        }

        LibLucioleTorch.Check(LibLucioleTorch.GroupAllGather(Group, tensor.Handle, handles, gathered.Length, out var native));
        using var work = new CollectiveWork(native, [tensor, .. gathered]);
        work.Wait();
        return gathered;
    }

    /// <summary>Returns when all ranks have called it.</summary>
    public void Barrier()
    {
        LibLucioleTorch.Check(LibLucioleTorch.GroupBarrier(Group, out var native));
        using var work = new CollectiveWork(native);
        work.Wait();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_group != 0)
            LibLucioleTorch.GroupFree(_group);
        _group = 0;
    }

    private nint Group
    {
        get
        {
            ObjectDisposedException.ThrowIf(_group == 0, this);
            return _group;
        }
    }
}
