using System.Runtime.InteropServices;

namespace Luciole.Torch.Native;

/// <content>Ranks: what they do together, and the moment a gradient is there.</content>
internal static unsafe partial class LibLucioleTorch
{
    [LibraryImport(Library, EntryPoint = "lt_collectives_built")]
    internal static partial int CollectivesBuilt(int nccl);

    [LibraryImport(Library, EntryPoint = "lt_store_new")]
    internal static partial int StoreNew(in NativeStoreOptions options, out nint store);

    [LibraryImport(Library, EntryPoint = "lt_store_free")]
    internal static partial void StoreFree(nint store);

    [LibraryImport(Library, EntryPoint = "lt_group_new")]
    internal static partial int GroupNew(nint store, in NativeGroupOptions options, out nint group);

    [LibraryImport(Library, EntryPoint = "lt_group_free")]
    internal static partial void GroupFree(nint group);

    [LibraryImport(Library, EntryPoint = "lt_group_all_reduce")]
    internal static partial int GroupAllReduce(nint group, nint tensor, out nint work);

    [LibraryImport(Library, EntryPoint = "lt_group_broadcast")]
    internal static partial int GroupBroadcast(nint group, nint tensor, int root, out nint work);

    [LibraryImport(Library, EntryPoint = "lt_group_all_gather")]
    internal static partial int GroupAllGather(nint group, nint tensor, nint* gathered, int count, out nint work);

    [LibraryImport(Library, EntryPoint = "lt_group_barrier")]
    internal static partial int GroupBarrier(nint group, out nint work);

    [LibraryImport(Library, EntryPoint = "lt_work_wait")]
    internal static partial int WorkWait(nint work);

    [LibraryImport(Library, EntryPoint = "lt_work_is_done")]
    internal static partial int WorkIsDone(nint work, out int done);

    [LibraryImport(Library, EntryPoint = "lt_work_free")]
    internal static partial void WorkFree(nint work);

    [LibraryImport(Library, EntryPoint = "lt_store_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StoreSet(nint store, string key, byte* bytes, int count);

    [LibraryImport(Library, EntryPoint = "lt_store_get", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StoreGet(nint store, string key, byte* buffer, int capacity, out int length);

    [LibraryImport(Library, EntryPoint = "lt_store_has", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StoreHas(nint store, string key, out int has);

    [LibraryImport(Library, EntryPoint = "lt_gradient_hook_add")]
    internal static partial int GradientHookAdd(nint parameter, delegate* unmanaged[Cdecl]<nint, int> heard, nint state, out nint registration);

    [LibraryImport(Library, EntryPoint = "lt_gradient_hook_remove")]
    internal static partial void GradientHookRemove(nint registration);
}
