using System.Net;
using System.Net.Sockets;
using Luciole.Files;

namespace Luciole.Workflows.Ranks;

/// <summary>The address of this machine that other ranks reach it by: collectives listen there and nowhere else.</summary>
internal static class OwnAddress
{
    private const string Loopback = "127.0.0.1";

    /// <summary>The address that the way to rank 0 begins at; the loopback where ranks meet by a file or on this machine.</summary>
    /// <param name="host">Where rank 0 listens; null: ranks meet by a file.</param>
    /// <param name="port">The port there.</param>
    /// <exception cref="InputException">The host is not known.</exception>
    public static string Towards(string? host, int port)
    {
        if (host is null)
            return Loopback;
        try
        {
            // Connecting datagrams sends nothing; it only asks the system for the way.
            var address = Array.Find(Dns.GetHostAddresses(host), a => a.AddressFamily == AddressFamily.InterNetwork) ?? Dns.GetHostAddresses(host)[0];
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(address, port);
            return ((IPEndPoint)socket.LocalEndPoint!).Address.ToString();
        }
        catch (Exception e) when (e is SocketException or IndexOutOfRangeException)
        {
            throw new InputException($"MASTER_ADDR: {host} cannot be reached from this machine ({e.Message}); name the machine of rank 0, or set LUCIOLE_RENDEZVOUS to a new file that all ranks can write.", e);
        }
    }
}
