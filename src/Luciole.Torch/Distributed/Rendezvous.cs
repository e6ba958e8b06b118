namespace Luciole.Torch.Distributed;

/// <summary>Where ranks find each other.</summary>
/// <param name="Path">A file that all ranks can write, new for every start; or null.</param>
/// <param name="Host">Where rank 0 listens, if there is no file.</param>
/// <param name="Port">The port rank 0 listens on.</param>
public sealed record Rendezvous(string? Path, string? Host, int Port)
{
    /// <summary>By a file: nothing listens, so that ranks of one machine need no port.</summary>
    public static Rendezvous ByFile(string path) => new(path, null, 0);

    /// <summary>By a server, which rank 0 is.</summary>
    public static Rendezvous ByHost(string host, int port) => new(null, host, port);
}
