using System.Diagnostics;

namespace Luciole.EndToEnd.Tests.Ranks;

/// <summary>Two hosts, as far as their networks go: two namespaces joined by a cable, with nothing else on it.</summary>
internal sealed class TwoHosts : IDisposable
{
    public const string FirstAddress = "10.213.77.1";
    private const string SecondAddress = "10.213.77.2";
    private readonly string[] _names = [$"luciole-a-{Environment.ProcessId}", $"luciole-b-{Environment.ProcessId}"];

    private TwoHosts()
    {
    }

    /// <summary>Makes them; null where that is not allowed or <c>ip</c> is missing.</summary>
    public static TwoHosts? TryMake()
    {
        var hosts = new TwoHosts();
        var (a, b) = (hosts._names[0], hosts._names[1]);
        var (left, right) = ($"lca{Environment.ProcessId}", $"lcb{Environment.ProcessId}");
        string[] steps =
        [
            $"netns add {a}", $"netns add {b}", $"link add {left} netns {a} type veth peer name {right} netns {b}",
            $"-n {a} addr add {FirstAddress}/24 dev {left}", $"-n {b} addr add {SecondAddress}/24 dev {right}",
            $"-n {a} link set {left} up", $"-n {b} link set {right} up", $"-n {a} link set lo up", $"-n {b} link set lo up",
        ];
        if (Array.TrueForAll(steps, Ip))
            return hosts;
        hosts.Dispose();
        return null;
    }

    /// <summary>What starts a command on a host.</summary>
    public string[] Enter(int host) => ["ip", "netns", "exec", _names[host]];

    public void Dispose()
    {
        foreach (var name in _names)
            Ip($"netns del {name}");
    }

    private static bool Ip(string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ip", arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
