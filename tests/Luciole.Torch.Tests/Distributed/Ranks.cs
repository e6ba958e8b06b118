using System.Net;
using System.Net.Sockets;
using Luciole.Torch.Distributed;

namespace Luciole.Torch.Tests.Distributed;

/// <summary>Ranks as threads: each has a group of its own, and Gloo does not mind.</summary>
internal static class Ranks
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs the same on all ranks, which meet by a file.</summary>
    public static void Together(int ranks, Action<ProcessGroup> work)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Together(ranks, Rendezvous.ByFile(file), work);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs the same on all ranks; fails when one does.</summary>
    public static void Together(int ranks, Rendezvous rendezvous, Action<ProcessGroup> work)
    {
        Assert.SkipUnless(ProcessGroup.IsBuilt(CollectiveBackend.Gloo), "The native library was built without Gloo's headers.");
        var failures = new Exception?[ranks];
        var threads = Enumerable.Range(0, ranks).Select(rank => new Thread(() =>
        {
            try
            {
                var place = new RankPlace(rank, ranks, rank);
                using var store = new RankStore(rendezvous, place, s_timeout);
                using var group = new ProcessGroup(CollectiveBackend.Gloo, store, place, "127.0.0.1", s_timeout);
                work(group);
            }
            catch (Exception e)
            {
                failures[rank] = e;
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.All(failures, Assert.Null);
    }
}
