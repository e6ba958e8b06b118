using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Luciole.Files;

namespace Luciole.Workflows.Ranks;

/// <summary>The socket at which the first rank awaits the others: on the address it was told, and no other.</summary>
internal static partial class MeetingSocket
{
    // libtorch takes a socket from then on; before, it opens its own on every address.
    private static readonly Version s_firstToTakeOne = new(2, 1);

    /// <summary>Whether a libtorch takes a socket.</summary>
    /// <param name="version">For instance <c>2.4.1+cu121</c>.</param>
    public static bool IsTakenBy(string version) => Version.TryParse(version.Split('+', 'a', 'r')[0].TrimEnd('.'), out var number) && number >= s_firstToTakeOne;

    /// <summary>Listens; whoever gets the descriptor closes it.</summary>
    /// <exception cref="InputException">The address is not this machine's, or the port is taken.</exception>
    public static int Listen(string host, int port)
    {
        try
        {
            var addresses = Dns.GetHostAddresses(host);
            var address = Array.Find(addresses, a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return Duplicate((int)socket.SafeHandle.DangerousGetHandle());
        }
        catch (Exception e) when (e is SocketException or IndexOutOfRangeException)
        {
            throw new InputException($"MASTER_ADDR: {host} with MASTER_PORT: {port} cannot be listened on by rank 0 ({e.Message}); name the machine that rank 0 runs on, and a port nobody else has.", e);
        }
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);
}
