using System.Text;
using Luciole.Torch.Native;

namespace Luciole.Torch.Distributed;

/// <summary>Where ranks leave words for each other, by libtorch's c10d. May be used by several threads.</summary>
public sealed unsafe class RankStore : IDisposable
{
    private const int MostBytes = 4096;
    private nint _store;

    /// <summary>Opens it; rank 0 of a rendezvous by host is the server, which the others wait for.</summary>
    /// <param name="rendezvous">Where ranks meet.</param>
    /// <param name="place">Which one this is.</param>
    /// <param name="timeout">How long to wait for the server, and for words.</param>
    /// <param name="listeningSocket">
    /// For rank 0 of a rendezvous by host: a socket that is bound and listens, which libtorch owns from now on. Without one, and before
    /// libtorch 2.1, its server listens on all addresses of the machine.
    /// </param>
    /// <exception cref="IOException">The file at which ranks meet cannot be made.</exception>
    /// <exception cref="TorchException">There is no server, or the native library was built without collectives.</exception>
    public RankStore(Rendezvous rendezvous, RankPlace place, TimeSpan timeout, int listeningSocket = -1)
    {
        if (rendezvous.Path is { } meeting)
            Make(meeting);
        fixed (byte* address = Encoding.UTF8.GetBytes((rendezvous.Path ?? rendezvous.Host) + '\0'))
        {
            var options = new NativeStoreOptions
            {
                Kind = rendezvous.Path is null ? 1 : 0,
                Address = address,
                Port = rendezvous.Port,
                ListeningSocket = listeningSocket,
                Rank = place.Rank,
                Ranks = place.Ranks,
                TimeoutMilliseconds = (int)timeout.TotalMilliseconds,
            };
            LibLucioleTorch.Check(LibLucioleTorch.StoreNew(options, out _store));
        }
    }

    /// <summary>Leaves a text under a name, in place of one that was there.</summary>
    public void Tell(string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* first = bytes)
            LibLucioleTorch.Check(LibLucioleTorch.StoreSet(Handle, name, first, bytes.Length));
    }

    /// <summary>The first 4 KiB of the text under a name, waiting for it; another thread may have to wait meanwhile, unless <see cref="IsTold"/>.</summary>
    public string Hear(string name)
    {
        var buffer = new byte[MostBytes];
        fixed (byte* first = buffer)
        {
            LibLucioleTorch.Check(LibLucioleTorch.StoreGet(Handle, name, first, buffer.Length, out var length));
            return Encoding.UTF8.GetString(buffer, 0, Math.Min(length, buffer.Length));
        }
    }

    /// <summary>Whether there is a text under a name.</summary>
    public bool IsTold(string name)
    {
        LibLucioleTorch.Check(LibLucioleTorch.StoreHas(Handle, name, out var has));
        return has != 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_store != 0)
            LibLucioleTorch.StoreFree(_store);
        _store = 0;
    }

    // libtorch waits for a file that nobody has written to, even to look whether it holds a word.
    private static void Make(string meeting)
    {
        if (File.Exists(meeting))
            return;
        try
        {
            new FileStream(meeting, FileMode.CreateNew, FileAccess.Write).Dispose();
        }
        catch (IOException) when (File.Exists(meeting))
        {
            // Another rank made it in this moment.
        }
    }

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_store == 0, this);
            return _store;
        }
    }
}
